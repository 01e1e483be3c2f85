import { registry } from "@web/core/registry";

const column = (title) => `.o_kanban_group:has(.o_column_title:contains('${title}'))`;
const cardIn = (title) => `${column(title)} .o_kanban_record:contains('Cork taint')`;

// A card goes where the chain allows it; elsewhere the server says why not, and it goes back.
registry.category("web_tour.tours").add("csm_case_kanban", {
    steps: () => [
        { trigger: ".o_switch_view.o_kanban", run: "click" },
        { trigger: cardIn("Received"), run: `drag_and_drop(${column("Decided")})` },
        {
            content: "The refusal names the case and the way",
            trigger:
                ".modal .modal-body:contains('is “Received” and cannot become “Decided”. It can become: Registered, Void.')",
        },
        { trigger: ".modal-footer button:contains('Close')", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        { trigger: cardIn("Received"), run: `drag_and_drop(${column("Registered")})` },
        { trigger: `${cardIn("Registered")} .o_csm_left`, run: "click" },
        {
            trigger: ".o_statusbar_status .o_arrow_button_current:contains('Registered')",
        },
    ],
});

// The clocks of a case are stopped with a reason, and run on.
registry.category("web_tour.tours").add("csm_deadline_pause", {
    steps: () => [
        { trigger: ".o_data_cell[name='name']:contains('Cork taint')", run: "click" },
        { trigger: ".o_form_view button:contains('Stop the Clocks')", run: "click" },
        {
            trigger: ".modal .o_field_widget[name='reason_id'] input",
            run: "click",
        },
        {
            trigger: ".o_select_menu_item:contains('Waiting for the customer')",
            run: "click",
        },
        { trigger: ".modal .o_field_widget[name='hint']:contains('2 days in total')" },
        {
            trigger: ".modal .o_field_widget[name='reason'] textarea",
            run: "edit The customer sends the sample",
        },
        { trigger: ".modal-footer button[name='action_pause']", run: "click" },
        { trigger: ".o_csm_banner:contains('Waiting for the customer')" },
        { trigger: "body:not(:has(.modal)) .o_csm_banner .o_csm_left_paused" },
        { trigger: ".o_csm_fact_pause:contains('The customer sends the sample')" },
        { trigger: "button[name='action_resume']", run: "click" },
        { trigger: ".o_csm_banner .o_csm_left_far" },
        { trigger: ".o_form_view:not(:has(button[name='action_resume']))" },
    ],
});
