import { registry } from "@web/core/registry";
import { choose, save, state } from "./csm_steps";

// An agent reports a major fault over a holiday and tells the manager first, for it is urgent.
registry.category("web_tour.tours").add("csm_incident_report", {
    steps: () => [
        { trigger: ".o_list_button_add, .o-kanban-button-new", run: "click" },
        {
            trigger: ".o_field_widget[name='name'] input",
            run: "edit Servers of tower 2 are down",
        },
        {
            content: "A general fault first: its kind is set already",
            trigger:
                ".o_field_widget[name='severity'] .o_select_menu_toggler, .o_field_widget[name='severity'] select",
        },
        { trigger: ".o_field_widget[name='place'] input", run: "edit Tower 2" },
        { trigger: ".o_field_widget[name='symptom'] textarea", run: "edit No screen lights up" },
        { trigger: ".o_field_widget[name='plan'] textarea", run: "edit Switch to the spare line" },
        ...choose("partner_id", "Tower 2"),
        ...choose("manager_id", "Manager"),
        ...save(),
        {
            content: "It has a number",
            trigger: ".o_field_widget[name='number']:contains('INC')",
        },
        {
            content: "Whoever is on watch has it",
            trigger: ".o_field_widget[name='watch_user_id']:contains('Outsider')",
        },
    ],
});

registry.category("web_tour.tours").add("csm_incident_upward", {
    steps: () => [
        { trigger: ".o_data_row .o_data_cell[name='name']", run: "click" },
        { trigger: ".nav-link[name='reports']", run: "click" },
        {
            content: "The named persons were told",
            trigger: ".o_field_widget[name='report_ids'] .o_data_row:contains('Salesperson')",
        },
        { trigger: ".nav-link[name='upward']", run: "click" },
        {
            trigger: ".o_field_widget[name='upward_ids'] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            content: "The direct superior is proposed; it is too urgent for that",
            trigger: ".modal .o_field_widget[name='told_user_id'] input:value('Leader')",
        },
        ...choose("told_user_id", "Manager", ".modal"),
        { trigger: ".modal .o_field_widget[name='is_urgent'] input", run: "click" },
        {
            trigger: ".modal .o_field_widget[name='urgency'] textarea",
            run: "edit Nobody can work",
        },
        {
            trigger: ".modal .o_field_widget[name='proposal'] textarea",
            run: "edit Call the provider",
        },
        { trigger: ".modal .o_form_button_save", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        ...save(),
        {
            content: "Who was passed over is still to be told",
            trigger: ".alert-warning:contains('passed over')",
        },
        {
            trigger:
                ".o_field_widget[name='upward_ids'] .o_data_row:contains('Leader') button[name='action_tell']",
            run: "click",
        },
        {
            content: "Now everybody has been told",
            trigger: ".o_form_view:not(:has(.alert-warning:contains('passed over')))",
        },
    ],
});

// After the fault is contained it is analysed, fed back and closed.
registry.category("web_tour.tours").add("csm_incident_close", {
    steps: () => [
        { trigger: ".o_data_row .o_data_cell[name='name']", run: "click" },
        { trigger: "button[name='action_handle']", run: "click" },
        state("In Hand"),
        { trigger: ".nav-link[name='analysis']", run: "click" },
        { trigger: ".o_field_widget[name='handling'] textarea", run: "edit Line switched" },
        { trigger: ".o_field_widget[name='impact'] textarea", run: "edit Two hours" },
        { trigger: ".o_field_widget[name='cause'] textarea", run: "edit A cut cable" },
        { trigger: ".o_field_widget[name='correction'] textarea", run: "edit A new cable" },
        { trigger: ".o_field_widget[name='prevention'] textarea", run: "edit A second cable" },
        { trigger: "button[name='action_contain']", run: "click" },
        state("Contained"),
        { trigger: "button[name='action_analyse']", run: "click" },
        state("Analysed"),
        { trigger: "button[name='action_feed_back']", run: "click" },
        { trigger: "button[name='action_close'].btn-primary" },
        { trigger: ".nav-link[name='facts']", run: "click" },
        { trigger: ".o_field_widget[name='fed_back_at']:contains(':')" },
        { trigger: "button[name='action_close'].btn-primary", run: "click" },
        state("Closed"),
    ],
});
