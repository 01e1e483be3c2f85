import { Component } from "@odoo/owl";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { formatDateTime } from "@web/views/fields/formatters";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { countdown } from "../deadlines/countdown";
import { useNow } from "../deadlines/now";

/**
 * The route of a case: where it lies, since when, how long it may, and who signed what. The server
 * says what is in it (csm.case.route.mixin).
 */
export class RouteField extends Component {
    static template = "csm.RouteField";
    static props = { ...standardFieldProps };

    setup() {
        this.now = useNow();
    }

    get stations() {
        return this.props.record.data[this.props.name] || [];
    }

    moment(text) {
        return formatDateTime(deserializeDateTime(text), { showSeconds: false });
    }

    left(station) {
        return countdown(deserializeDateTime(station.due), this.now.value);
    }
}

export const routeField = {
    component: RouteField,
    displayName: _t("Route"),
    supportedTypes: ["json"],
};

registry.category("fields").add("csm_route", routeField);

/** The clauses of ISO 10002 with their dated facts (csm.case.clauses.mixin). */
export class ClausesField extends Component {
    static template = "csm.ClausesField";
    static props = { ...standardFieldProps };

    get clauses() {
        return this.props.record.data[this.props.name] || [];
    }

    moment(text) {
        return formatDateTime(deserializeDateTime(text), { showSeconds: false });
    }
}

export const clausesField = {
    component: ClausesField,
    displayName: _t("Clauses"),
    supportedTypes: ["json"],
};

registry.category("fields").add("csm_clauses", clausesField);
