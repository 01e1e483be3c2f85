import { registry } from "@web/core/registry";

const line = (text) =>
    `.o_field_widget[name='solution_ids'] .o_data_row:has(.o_data_cell[name='name']:contains('${text}'))`;

const propose = (text) => [
    {
        trigger: ".o_field_widget[name='solution_ids'] .o_field_x2many_list_row_add a",
        run: "click",
    },
    {
        trigger: ".o_field_widget[name='solution_ids'] .o_selected_row [name='name'] input",
        run: `edit ${text}`,
    },
    { trigger: ".o_form_button_save", run: "click" },
    { trigger: `${line(text)} button[name='action_offer']` },
];

// The agent proposes and offers, the customer declines; the next round is accepted and carried out.
registry.category("web_tour.tours").add("csm_solution_rounds", {
    steps: () => [
        { trigger: ".nav-link[name='solutions']", run: "click" },
        ...propose("A repair"),
        { trigger: `${line("A repair")} button[name='action_offer']`, run: "click" },
        { trigger: `${line("A repair")} button[name='action_ask_decline']`, run: "click" },
        {
            trigger: ".modal .o_field_widget[name='customer_answer'] textarea",
            run: "edit Takes too long",
        },
        { trigger: ".modal button[name='action_decline']", run: "click" },
        {
            content: "The answer stands beside what was offered",
            trigger: `${line("A repair")}:contains('Takes too long')`,
        },
        ...propose("New valves"),
        {
            content: "It is the second round",
            trigger: `${line("New valves")} .o_data_cell[name='round']:contains('2')`,
        },
        { trigger: `${line("New valves")} button[name='action_offer']`, run: "click" },
        { trigger: `${line("New valves")} button[name='action_accept']`, run: "click" },
        { trigger: `${line("New valves")} button[name='action_execute']`, run: "click" },
        {
            trigger: `${line("New valves")} .o_data_cell[name='state']:contains('Carried Out')`,
        },
    ],
});

// The goods come back: written down, approved, received within the tolerance and booked.
registry.category("web_tour.tours").add("csm_solution_return", {
    steps: () => [
        { trigger: ".nav-link[name='solutions']", run: "click" },
        { trigger: "button:contains('New Return Note')", run: "click" },
        { trigger: ".o_field_widget[name='reason_id'] input", run: "edit Defect" },
        { trigger: ".ui-menu-item a:text(Defect)", run: "click" },
        {
            trigger: ".o_field_widget[name='line_ids'] .o_field_x2many_list_row_add a",
            run: "click",
        },
        { trigger: ".o_selected_row [name='product'] input", run: "edit Valve" },
        { trigger: ".o_selected_row [name='unit_price'] input", run: "edit 10" },
        { trigger: ".o_selected_row [name='approved_quantity'] input", run: "edit 100" },
        { trigger: ".o_form_button_save", run: "click" },
        {
            content: "It has a number",
            trigger: ".o_field_widget[name='number']:contains('RN')",
        },
        { trigger: "button[name='action_approve']", run: "click" },
        {
            trigger: ".o_data_row .o_data_cell[name='received_quantity']",
            run: "click",
        },
        { trigger: ".o_selected_row [name='received_quantity'] input", run: "edit 105" },
        { trigger: "button[name='action_receive']", run: "click" },
        { trigger: "button[name='action_book']", run: "click" },
        {
            content: "The customer owes as much less",
            trigger: ".o_field_widget[name='receivable_amount']:contains('1,050')",
        },
        { trigger: "button[name='action_settle']", run: "click" },
        { trigger: ".o_arrow_button_current:contains('Settled')" },
    ],
});
