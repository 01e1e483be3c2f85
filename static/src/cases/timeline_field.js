import { Component } from "@odoo/owl";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { formatDateTime } from "@web/views/fields/formatters";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { ViewButton } from "@web/views/view_button/view_button";
import { countdown } from "../deadlines/countdown";
import { useNow } from "../deadlines/now";

/**
 * The chain of facts of a case: what happened, what is still open, and on each open fact the
 * deadline that waits for it. The server says what is in it (csm.case.timeline.mixin).
 */
export class TimelineField extends Component {
    static template = "csm.TimelineField";
    static components = { ViewButton };
    static props = { ...standardFieldProps };

    setup() {
        this.now = useNow();
    }

    get timeline() {
        return this.props.record.data[this.props.name];
    }

    moment(text) {
        return formatDateTime(deserializeDateTime(text), { showSeconds: false });
    }

    left(pin) {
        if (!pin.due_at) {
            return { text: pin.failure, tone: "late" };
        }
        if (pin.is_paused) {
            return { text: _t("stands still"), tone: "paused" };
        }
        return countdown(deserializeDateTime(pin.due_at), this.now.value);
    }

    /** What the button of an open fact calls: its dialogue when the step wants a word first. */
    stepParams(entry) {
        return {
            type: "object",
            name: entry.asks ? "action_ask" : `action_${entry.step}`,
            context: `{'csm_step': '${entry.step}'}`,
        };
    }

    correctParams(entry) {
        return {
            type: "object",
            name: "action_correct_fact",
            context: `{'csm_fact': '${entry.fact}'}`,
        };
    }
}

export const timelineField = {
    component: TimelineField,
    displayName: _t("Timeline"),
    supportedTypes: ["json"],
};

registry.category("fields").add("csm_timeline", timelineField);
