import { Component, onWillStart, onWillUnmount, useExternalListener, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { formatDateTime } from "@web/views/fields/formatters";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { countdown } from "./countdown";
import { useNow } from "./now";

const EVERY = 30_000;
const REMEMBERED = "csm_deadline_board_scope";

/** What falls due next, renewed by itself while one looks at it. */
export class DeadlineBoard extends Component {
    static template = "csm.DeadlineBoard";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    tones = { late: "o_csm_card_danger", soon: "o_csm_card_warning" };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.now = useNow();
        this.state = useState({
            scope: browser.localStorage.getItem(REMEMBERED) || "mine",
            scopes: [],
            columns: [],
            most: 0,
        });
        onWillStart(() => this.read());
        const timer = setInterval(() => this.renew(), EVERY);
        onWillUnmount(() => clearInterval(timer));
        useExternalListener(window, "focus", () => this.renew());
    }

    /** A board nobody looks at asks nothing of the server. */
    async renew() {
        if (!document.hidden) {
            await this.read();
        }
    }

    async read() {
        const scope = this.state.scope;
        const board = await this.orm.silent.call("csm.deadline.board", "read_board", [scope]);
        if (!board.scopes.some(([code]) => code === scope)) {
            this.state.scope = "mine";
            return this.read();
        }
        if (scope === this.state.scope) {
            Object.assign(this.state, board);
        }
    }

    async choose(scope) {
        this.state.scope = scope;
        browser.localStorage.setItem(REMEMBERED, scope);
        await this.read();
    }

    get display() {
        return { controlPanel: {} };
    }

    get columns() {
        return this.state.columns.filter((column) => column.count);
    }

    get nothing() {
        return this.state.scope === "mine"
            ? _t("Nothing of yours falls due.")
            : _t("Nothing falls due here.");
    }

    count(column) {
        return column.count >= this.state.most ? `${this.state.most}+` : String(column.count);
    }

    left(row) {
        return countdown(deserializeDateTime(row.due_at), this.now.value);
    }

    moment(row) {
        return formatDateTime(deserializeDateTime(row.due_at), { showSeconds: false });
    }

    async open(row) {
        const action = await this.orm.call("csm.deadline", "action_open_record", [[row.id]]);
        return this.action.doAction(action);
    }
}

registry.category("actions").add("csm_deadline_board", DeadlineBoard);
