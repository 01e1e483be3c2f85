import { registry } from "@web/core/registry";

// A Manager prepares the adoption of the winery's regulation, is asked for the reason, adopts it,
// and finds the step done in the checklist.
registry.category("web_tour.tours").add("csm_regulations_adopt", {
    steps: () => [
        {
            trigger: ".o_data_row:contains(S0-07) .o_data_cell[name=name]",
            run: "click",
        },
        {
            content: "what the regulation demands can be read before anything is adopted",
            trigger: ".o_field_widget[name=demands]:contains(First Reply: within 24 hours)",
        },
        {
            trigger: ".nav-link[name=articles]",
            run: "click",
        },
        {
            content: "so can its articles",
            trigger:
                ".o_field_widget[name=article_ids] .o_data_row:contains(Complaints by Telephone)",
        },
        {
            trigger: "button[name=action_prepare_adoption]:contains(Prepare Adoption)",
            run: "click",
        },
        {
            trigger:
                ".o_form_view:has(.o_arrow_button_current:contains(In Preparation)) .nav-link[name=deadline_rules]",
            run: "click",
        },
        {
            content: "the company has its own copies of the limits",
            trigger:
                ".o_form_view:has(.o_arrow_button_current:contains(In Preparation)) [name=deadline_rule_ids] .o_data_row",
        },
        {
            trigger: "button[name=action_adopt]",
            run: "click",
        },
        {
            content: "without a reason nothing is adopted",
            trigger: ".modal-body:contains(has no reason yet)",
        },
        {
            trigger: ".modal-footer button:contains(Close), .modal-footer button:contains(Ok)",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) button[name=action_look_ahead]",
            run: "click",
        },
        {
            content: "one of the open cases would be late, and nothing has been changed",
            trigger:
                ".modal .o_data_row:contains(First Reply):has([name=newly_late_count]:contains(1))",
        },
        {
            trigger: ".modal button[name=action_show]:first",
            run: "click",
        },
        {
            content: "it can be opened from there",
            trigger: ".o_list_view .o_data_row:contains(Cork taint)",
        },
        {
            trigger: ".breadcrumb-item a:contains(Adoption of S0-07), .o_back_button a",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_field_widget[name=reason] textarea",
            run: "edit Customers get an answer within a day",
        },
        {
            trigger: "button[name=action_adopt]",
            run: "click",
        },
        {
            trigger: ".o_arrow_button_current:contains(In Force)",
        },
        {
            trigger: ".nav-link[name=deadline_rules]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=deadline_rule_ids] .o_data_row:contains(24 hours)",
        },
        {
            content: "the last menu stands behind “+” where the bar is too short for all",
            trigger:
                ".o_menu_sections_more .dropdown-toggle, .o_menu_sections_more button, [data-menu-xmlid='csm.csm_menu_configuration']",
            run: "click",
        },
        {
            trigger: "[data-menu-xmlid='csm.csm_checklist_menu']",
            run: "click",
        },
        {
            trigger:
                ".o_data_row:contains(Only what the company has adopted is enforced) input:checked",
        },
    ],
});
