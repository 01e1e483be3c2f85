import { registry } from "@web/core/registry";
import { choose, state } from "./csm_steps";

// An agent applies for hospitality; the superior's approval is wanted.
registry.category("web_tour.tours").add("csm_approval_ask", {
    steps: () => [
        { trigger: ".o_list_button_add", run: "click" },
        {
            trigger: ".o_field_widget[name='name'] input, .o_field_widget[name='name'] textarea",
            run: "edit Dinner with the inspectors",
        },
        ...choose("kind_id", "Hospitality"),
        { trigger: ".o_field_widget[name='amount'] input", run: "edit 680" },
        { trigger: ".o_field_widget[name='text'] textarea", run: "edit Four guests" },
        { trigger: "button[name='action_submit']", run: "click" },
        state("Handed In"),
        {
            content: "It says whose approval is wanted, and on which article",
            trigger: ".alert-info:contains('waits for Leader'):contains('S1-08')",
        },
    ],
});

// The superior approves one at a click, and refuses another with the reason.
registry.category("web_tour.tours").add("csm_approval_decide", {
    steps: () => [
        {
            trigger:
                ".o_data_row:contains('Dinner with the inspectors') button[name='action_approve']",
            run: "click",
        },
        { trigger: ".o_list_view:not(:has(.o_data_row:contains('Dinner with the inspectors')))" },
        {
            trigger: ".o_data_row:contains('Supper') button[name='action_refuse']",
            run: "click",
        },
        { trigger: ".modal .o_field_widget[name='comment'] textarea", run: "edit Lunch will do" },
        { trigger: ".modal button[name='action_confirm'].btn-danger", run: "click" },
        {
            trigger:
                "body:not(:has(.modal)) .o_view_nocontent, .o_list_view:not(:has(.o_data_row:contains('Supper')))",
        },
    ],
});

// What is granted is carried out.
registry.category("web_tour.tours").add("csm_approval_carry_out", {
    steps: () => [
        { trigger: ".o_data_row:contains('Dinner') .o_data_cell[name='name']", run: "click" },
        state("Granted"),
        { trigger: "button[name='action_carry_out'].btn-primary", run: "click" },
        state("Carried Out"),
    ],
});
