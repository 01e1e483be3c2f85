import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** The mark of a level of secrecy, in Chinese and English, in the colour of the level. */
export class LevelMarkField extends Component {
    static template = "csm.LevelMarkField";
    static props = { ...standardFieldProps };

    get mark() {
        return this.props.record.data[this.props.name] || "";
    }

    get level() {
        return this.props.record.data.level || 0;
    }
}

registry.category("fields").add("csm_level_mark", {
    component: LevelMarkField,
    supportedTypes: ["char"],
    fieldDependencies: [{ name: "level", type: "integer" }],
});
