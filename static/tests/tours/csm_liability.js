import { registry } from "@web/core/registry";
import { addLine, choose, inLine, leaveLine, line, state } from "./csm_steps";

const share = (department, percent) => [
    ...addLine("share_ids"),
    ...choose("department_id", department, line("share_ids")),
    inLine("share_ids", "percent", percent),
    ...leaveLine("share_ids", ".o_field_widget[name='percent_total']"),
];

// A supervisor enters what a case has cost and who bears it, 70 to 30, and proposes it.
registry.category("web_tour.tours").add("csm_liability_propose", {
    steps: () => [
        { trigger: "button[name='action_open_liability']", run: "click" },
        { trigger: ".nav-link[name='loss']", run: "click" },
        ...addLine("loss_line_ids"),
        inLine("loss_line_ids", "price", "1000"),
        inLine("loss_line_ids", "evidence", "Voucher 7"),
        ...leaveLine("loss_line_ids", ".o_field_widget[name='loss_amount']"),
        { trigger: ".nav-link[name='shares']", run: "click" },
        ...share("Cellar", "70"),
        { content: "Not all of it is borne yet", trigger: "span:contains('not 100 yet')" },
        ...share("Dock", "30"),
        {
            content: "The shares add up",
            trigger: ".o_form_view:not(:has(span:contains('not 100 yet')))",
        },
        {
            content: "Each bears its part of the loss",
            trigger:
                ".o_field_widget[name='share_ids'] .o_data_cell[name='amount']:contains('700')",
        },
        {
            trigger:
                ".o_field_widget[name='share_ids'] .o_data_cell[name='amount']:contains('300')",
        },
        { trigger: "button[name='action_propose']", run: "click" },
        state("Proposed"),
    ],
});

// The manager decides it.
registry.category("web_tour.tours").add("csm_liability_decide", {
    steps: () => [
        { trigger: ".o_data_row .o_data_cell[name='case_id']", run: "click" },
        { trigger: "button[name='action_decide']", run: "click" },
        state("Decided"),
    ],
});

// The general manager's office reviews the month; a case without a verdict is named.
registry.category("web_tour.tours").add("csm_liability_review", {
    steps: () => [
        { trigger: ".o_data_row .o_data_cell[name='display_name']", run: "click" },
        { trigger: ".alert-warning:contains('Closed without a verdict')" },
        { trigger: ".o_field_widget[name='line_ids'] .o_data_row:contains('Decided')" },
        { trigger: "button[name='action_finish']", run: "click" },
        { trigger: ".modal-footer .btn-primary", run: "click" },
        state("Reviewed"),
        { trigger: ".o_field_widget[name='line_ids'] .o_data_row:contains('Reviewed')" },
    ],
});
