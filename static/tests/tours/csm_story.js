import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const openCase = (name) => [
    { trigger: `.o_data_cell[name='name']:contains('${name}')`, run: "click" },
    { trigger: ".nav-link[name='solutions']", run: "click" },
];

// The agent may not promise the amount: the offer is refused in a sentence, and approval is asked for.
tours.add("csm_story_ask", {
    steps: () => [
        ...openCase("Rough edges"),
        { trigger: ".o_data_row:contains('4,800') button[name='action_offer']", run: "click" },
        {
            content: "Whose approval it wants, and by which article",
            trigger: ".modal:contains('S2-09'):contains('Deputy General Manager')",
        },
        { trigger: ".modal-footer button:contains('Close')", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        {
            trigger: ".o_data_row:contains('4,800') button[name='get_formview_action']",
            run: "click",
        },
        { trigger: "button[name='action_request_approval']", run: "click" },
        { trigger: ".o_form_view .alert:contains('Deputy_Gm')" },
    ],
});

// Whoever decides has it on one list, and signs it with one click.
tours.add("csm_story_approve", {
    steps: () => [
        {
            trigger: ".o_data_row:contains('Allowance') button[name='action_approve']",
            run: "click",
        },
        { trigger: ".o_content:not(:has(.o_data_row:contains('Allowance')))" },
    ],
});

// What was approved is offered; the customer declines, and the matter goes onto a new form.
tours.add("csm_story_decline", {
    steps: () => [
        ...openCase("Rough edges"),
        { trigger: ".o_data_row:contains('4,800') button[name='action_offer']", run: "click" },
        { trigger: ".o_data_row:contains('4,800') .badge:contains('Offered')" },
        {
            trigger: ".o_data_row:contains('4,800') button[name='action_ask_decline']",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name='customer_answer'] textarea",
            run: "edit Too little for what it cost us.",
        },
        { trigger: ".modal-footer button[name='action_decline']", run: "click" },
        {
            trigger:
                "body:not(:has(.modal)) .o_data_row:contains('4,800') .badge:contains('Declined')",
        },
        { trigger: "button[name='action_new_form']", run: "click" },
        {
            trigger:
                ".o_form_view .o_statusbar_status .o_arrow_button_current:contains('Received')",
        },
    ],
});
