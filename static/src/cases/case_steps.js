import { Component } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { pick } from "@web/core/utils/objects";
import { registry } from "@web/core/registry";
import { ViewButton } from "@web/views/view_button/view_button";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/**
 * The one step that makes sense next as a button, the others in a menu beside it. The server says
 * which they are (csm.case.offer.mixin).
 */
export class CaseSteps extends Component {
    static template = "csm.CaseSteps";
    static components = { Dropdown, DropdownItem, ViewButton };
    static props = { ...standardWidgetProps };

    get offer() {
        return this.props.record.data.offered_steps || { others: [] };
    }

    params(entry) {
        return {
            type: "object",
            name: entry.method,
            context: entry.step ? `{'csm_step': '${entry.step}'}` : "{}",
        };
    }

    take(entry) {
        this.env.onClickViewButton({
            clickParams: this.params(entry),
            getResParams: () =>
                pick(this.props.record, "context", "evalContext", "resModel", "resId", "resIds"),
        });
    }
}

export const caseSteps = {
    component: CaseSteps,
    fieldDependencies: [{ name: "offered_steps", type: "json" }],
};

registry.category("view_widgets").add("csm_case_steps", caseSteps);
