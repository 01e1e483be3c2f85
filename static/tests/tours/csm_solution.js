import { registry } from "@web/core/registry";
import { addLine, choose, inLine, save, state } from "./csm_steps";

const row = (text) =>
    `.o_field_widget[name='solution_ids'] .o_data_row:has(.o_data_cell[name='name']:contains('${text}'))`;

const propose = (text) => [
    ...addLine("solution_ids"),
    inLine("solution_ids", "name", text),
    ...save(),
    { trigger: `${row(text)} button[name='action_offer']` },
];

// The agent proposes and offers, the customer declines; the next round is accepted and carried out.
registry.category("web_tour.tours").add("csm_solution_rounds", {
    steps: () => [
        { trigger: ".nav-link[name='solutions']", run: "click" },
        ...propose("A repair"),
        { trigger: `${row("A repair")} button[name='action_offer']`, run: "click" },
        { trigger: `${row("A repair")} button[name='action_ask_decline']`, run: "click" },
        {
            trigger: ".modal .o_field_widget[name='customer_answer'] textarea",
            run: "edit Takes too long",
        },
        { trigger: ".modal button[name='action_decline']", run: "click" },
        {
            content: "The answer stands beside what was offered",
            trigger: `${row("A repair")}:contains('Takes too long')`,
        },
        ...propose("New valves"),
        {
            content: "It is the second round",
            trigger: `${row("New valves")} .o_data_cell[name='round']:contains('2')`,
        },
        { trigger: `${row("New valves")} button[name='action_offer']`, run: "click" },
        { trigger: `${row("New valves")} button[name='action_accept']`, run: "click" },
        { trigger: `${row("New valves")} button[name='action_execute']`, run: "click" },
        {
            trigger: `${row("New valves")} .o_data_cell[name='state']:contains('Carried Out')`,
        },
    ],
});

// The goods come back: written down, approved, received within the tolerance and booked.
registry.category("web_tour.tours").add("csm_solution_return", {
    steps: () => [
        { trigger: ".nav-link[name='solutions']", run: "click" },
        { trigger: "button:contains('New Return Note')", run: "click" },
        ...choose("reason_id", "Defect"),
        ...addLine("line_ids"),
        inLine("line_ids", "product", "Valve"),
        inLine("line_ids", "unit_price", "10"),
        inLine("line_ids", "approved_quantity", "100"),
        ...save(),
        {
            content: "It has a number",
            trigger: ".o_field_widget[name='number']:contains('RN')",
        },
        { trigger: "button[name='action_approve']", run: "click" },
        state("Approved"),
        {
            trigger: ".o_data_row .o_data_cell[name='received_quantity']",
            run: "click",
        },
        inLine("line_ids", "received_quantity", "105"),
        { trigger: "button[name='action_receive']", run: "click" },
        { trigger: "button[name='action_book']", run: "click" },
        {
            content: "The customer owes as much less",
            trigger: ".o_field_widget[name='receivable_amount']:contains('1,050')",
        },
        { trigger: "button[name='action_settle']", run: "click" },
        state("Settled"),
    ],
});
