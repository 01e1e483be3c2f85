import {
    Component,
    markup,
    onWillStart,
    onWillUnmount,
    useExternalListener,
    useState,
} from "@odoo/owl";
import { formatDate, parseDate } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const EVERY = 120_000;

/** What one looks at in the morning; each figure leads to the list behind it. */
export class Dashboard extends Component {
    static template = "csm.Dashboard";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ board: null });
        onWillStart(() => this.read());
        const timer = setInterval(() => this.renew(), EVERY);
        onWillUnmount(() => clearInterval(timer));
        useExternalListener(window, "focus", () => this.renew());
    }

    /** A page nobody looks at asks nothing of the server. */
    async renew() {
        if (!document.hidden) {
            await this.read();
        }
    }

    async read() {
        const board = await this.orm.silent.call("csm.case.dashboard", "read_dashboard", []);
        // Drawn by the server, which escapes every text in it.
        board.trend.drawing = markup(board.trend.svg);
        this.state.board = board;
    }

    get display() {
        return { controlPanel: {} };
    }

    get board() {
        return this.state.board;
    }

    get day() {
        return formatDate(parseDate(this.board.day, { format: "yyyy-MM-dd" }));
    }

    open(action) {
        return this.action.doAction(action);
    }
}

registry.category("actions").add("csm_case_dashboard", Dashboard);
