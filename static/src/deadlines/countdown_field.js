import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { formatDateTime } from "@web/views/fields/formatters";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { countdown } from "./countdown";
import { useNow } from "./now";

/** The time left to a due moment, or how late it is, running on while one looks at it. */
export class CountdownField extends Component {
    static template = "csm.CountdownField";
    static props = { ...standardFieldProps, showMoment: { type: Boolean, optional: true } };

    setup() {
        this.now = useNow();
    }

    get due() {
        return this.props.record.data[this.props.name];
    }

    get moment() {
        return this.due ? formatDateTime(this.due, { showSeconds: false }) : "";
    }

    /** A clock that stands still or has ended counts nothing. */
    get isPaused() {
        const { is_on_hold, is_paused } = this.props.record.data;
        return Boolean(is_on_hold || is_paused);
    }

    /** Why a clock stands still, as far as the record says so. */
    get reason() {
        return (this.isPaused && this.props.record.data.standstill) || "";
    }

    get isOver() {
        return ["met", "late", "released"].includes(this.props.record.data.state);
    }

    get left() {
        if (this.isPaused) {
            return { text: _t("stands still"), tone: "paused" };
        }
        return countdown(this.due, this.now.value);
    }
}

export const countdownField = {
    component: CountdownField,
    displayName: _t("Countdown"),
    supportedTypes: ["datetime"],
    listViewWidth: ({ options }) => (options.show_moment ? [230, 270] : [150, 190]),
    extractProps: ({ options }) => ({ showMoment: Boolean(options.show_moment) }),
};

registry.category("fields").add("csm_countdown", countdownField);
