import { Component, onWillStart, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

/** What an employee sees of the own month: what was found, points, notices, and how to object. */
export class MyAttendance extends Component {
    static template = "csm.MyAttendance";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ page: null, day: false });
        onWillStart(() => this.go(this.props.action.params?.month || false));
    }

    async go(month) {
        this.state.page = await this.orm.call("csm.attendance.mine", "read_mine", [month]);
        this.state.day = false;
    }

    get display() {
        return { controlPanel: {} };
    }

    get page() {
        return this.state.page;
    }

    /** The lines of the day that was touched, else of the month. */
    get lines() {
        const { day } = this.state;
        return this.page.lines.filter((line) => !day || line.day === day);
    }

    choose(cell) {
        this.state.day = this.state.day === cell.date ? false : cell.date;
    }

    cellClass(cell) {
        const marks = ["o_csm_my_day"];
        if (!cell.in_month) {
            marks.push("o_csm_my_outside");
        }
        if (cell.is_off && !cell.found) {
            marks.push("o_csm_heat_off");
        }
        if (cell.found) {
            marks.push(`o_csm_heat_${cell.found.kind}`);
            if (cell.found.is_undone) {
                marks.push("o_csm_heat_undone");
            }
        }
        if (this.state.day && this.state.day === cell.date) {
            marks.push("o_csm_my_chosen");
        }
        return marks.join(" ");
    }

    open(model, id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    /** Say something about a sanction: what is said may change what this page shows. */
    async speak(sanction, kind) {
        const action = await this.orm.call("csm.attendance.mine", "action_word", [
            sanction.id,
            kind,
        ]);
        await this.action.doAction(action, { onClose: () => this.go(this.page.month) });
    }

    async print() {
        const id = this.page.statement_id;
        const action = await this.orm.call("csm.attendance.statement", "action_print", [[id]]);
        await this.action.doAction(action);
    }
}

registry.category("actions").add("csm_my_attendance", MyAttendance);
