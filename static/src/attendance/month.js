import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const SEARCH_AFTER = 300;

/** A month of many people: who, on which day, what was found. Each cell leads to its lines. */
export class AttendanceMonth extends Component {
    static template = "csm.AttendanceMonth";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        const { params, context } = this.props.action;
        const { scope = "all" } = params || {};
        const month = context?.csm_month || false;
        this.state = useState({
            page: null,
            ask: { month, scope, search: "", offset: 0, found_only: true },
        });
        this.search = useDebounced((text) => this.ask({ search: text, offset: 0 }), SEARCH_AFTER);
        onWillStart(() => this.read());
    }

    async read() {
        const asked = JSON.stringify(this.state.ask);
        const page = await this.orm.call("csm.attendance.month", "read_month", [this.state.ask]);
        // What was asked since then is on its way already.
        if (asked === JSON.stringify(this.state.ask)) {
            this.state.page = page;
            this.state.ask.month = page.month;
        }
    }

    async ask(values) {
        Object.assign(this.state.ask, values);
        await this.read();
    }

    get display() {
        return { controlPanel: {} };
    }

    get page() {
        return this.state.page;
    }

    get range() {
        const { offset } = this.state.ask;
        const last = offset + this.page.rows.length;
        return _t("%(first)s–%(last)s of %(count)s", {
            first: last && offset + 1,
            last,
            count: this.page.count,
        });
    }

    get hasNext() {
        return this.state.ask.offset + this.page.rows.length < this.page.count;
    }

    turn(pages) {
        const offset = this.state.ask.offset + pages * this.page.size;
        return this.ask({ offset: Math.max(0, offset) });
    }

    go(month) {
        return this.ask({ month, offset: 0 });
    }

    /** What a cell says to whoever cannot see its colour. */
    words(row, day) {
        const cell = row.cells[day.date];
        return cell ? `${row.name}, ${day.date}: ${cell.words}` : `${row.name}, ${day.date}`;
    }

    cellClass(cell, day) {
        const marks = ["o_csm_heat_cell"];
        if (day.is_off) {
            marks.push("o_csm_heat_off");
        }
        if (cell) {
            marks.push(`o_csm_heat_${cell.kind}`);
        }
        if (cell?.is_undone) {
            marks.push("o_csm_heat_undone");
        }
        return marks.join(" ");
    }

    async open(row, day = null) {
        const values = { ...this.state.ask, employee_id: row.id, day: day?.date || false };
        const action = await this.orm.call("csm.attendance.month", "action_lines", [values]);
        return this.action.doAction(action);
    }

    openRun() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "csm.attendance.run",
            res_id: this.page.run.id,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("csm_attendance_month", AttendanceMonth);
