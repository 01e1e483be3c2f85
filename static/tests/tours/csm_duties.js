import { registry } from "@web/core/registry";

// A member of the team does the duty of the week, with checklist and report.
registry.category("web_tour.tours").add("csm_duties_tour", {
    steps: () => [
        {
            content: "The duty is there by itself",
            trigger: ".o_data_row:contains('Round of the premises') .o_data_cell[name='name']",
            run: "click",
        },
        { trigger: "button[name='action_do']", run: "click" },
        {
            content: "Without proof it is not done",
            trigger: ".modal:contains('still wants as proof') .modal-footer .btn-primary",
            run: "click",
        },
        { trigger: ".o_data_row:contains('Windows closed') .o_boolean_toggle input", run: "click" },
        {
            trigger: ".o_field_widget[name='note'] textarea",
            run: "edit All rooms were looked at, nothing unusual.",
        },
        { trigger: "button[name='action_do']", run: "click" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains('Done')" },
    ],
});

// The leader looks at it and signs it off.
registry.category("web_tour.tours").add("csm_duties_sign", {
    steps: () => [
        {
            content: "It waits for a signature",
            trigger: ".o_data_row:contains('Agent') .o_data_cell[name='name']",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name='note']:contains('nothing unusual')",
        },
        { trigger: "button[name='action_sign']", run: "click" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains('Signed Off')" },
    ],
});
