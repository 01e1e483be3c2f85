import { registry } from "@web/core/registry";
import { choose, state } from "./csm_steps";

// An agent takes a call down while talking; it becomes a case and is offered to the leader.
registry.category("web_tour.tours").add("csm_contact_call", {
    steps: () => [
        {
            trigger: ".o_main_navbar [data-menu-xmlid='csm.csm_menu_contacts']",
            run: "click",
        },
        {
            trigger: ".dropdown-item[data-menu-xmlid='csm.csm_contact_menu_call']",
            run: "click",
        },
        {
            content: "The cursor stands in the number already",
            trigger: ".modal .o_field_widget[name='partner_phone'] input:focus",
            run: "edit +86 138 0000 1111",
        },
        {
            trigger: ".modal .o_field_widget[name='partner_name'] input",
            run: "edit Ms Zhou",
        },
        ...choose("kind_id", "Complaint", ".modal"),
        {
            trigger: ".modal .o_field_widget[name='rings'] input",
            run: "edit 6",
        },
        {
            trigger: ".modal .o_field_widget[name='question'] textarea",
            run: "edit Cork taint in three cartons",
        },
        {
            content:
                "Six rings and no word about it: the regulation says no, and what else it wants",
            trigger: ".modal-footer button[name='action_make_case']",
            run: "click",
        },
        {
            trigger: ".o_error_dialog:contains('owed an apology'):contains('S0-15 § 1 Two Rings')",
        },
        {
            trigger: ".o_error_dialog:contains('Region'):contains('S0-15 § 3')",
        },
        { trigger: ".o_error_dialog .modal-footer button.btn-primary", run: "click" },
        {
            trigger: ".modal .o_field_widget[name='has_apologised'] input",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name='is_read_back'] input",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name='area'] input",
            run: "edit Suzhou",
        },
        {
            trigger: ".modal .o_field_widget[name='reason'] input",
            run: "edit Opened them for guests",
        },
        {
            trigger: ".modal-footer button[name='action_make_case']",
            run: "click",
        },
        {
            content: "The case is there with all that was taken down",
            trigger:
                ".o_csm_case_form .o_field_widget[name='name']:contains('Cork taint'), .o_csm_case_form .o_field_widget[name='name'] :value('Cork taint in three cartons')",
        },
        { trigger: "button[name='action_open_contacts']:contains('1')" },
        ...choose("category_id", "Quality"),
        { trigger: "button[name='action_register']", run: "click" },
        state("Registered"),
        { trigger: "button[name='action_offer']", run: "click" },
        ...choose("user_id", "Leader", ".modal"),
        {
            trigger: ".modal .o_field_widget[name='reason'] textarea",
            run: "edit She asks for the leader",
        },
        { trigger: ".modal-footer button[name='action_offer']", run: "click" },
        { trigger: ".alert:contains('On offer to'):contains('Leader')" },
    ],
});

// The leader accepts what was offered.
registry.category("web_tour.tours").add("csm_contact_handed_over", {
    steps: () => [
        { trigger: ".alert:contains('On offer to')" },
        { trigger: "button[name='action_accept_offer']", run: "click" },
        { trigger: ".o_form_view:not(:has(.alert:contains('On offer to')))" },
        {
            content: "The entry of the call is one click away",
            trigger: "button[name='action_open_contacts']",
            run: "click",
        },
        {
            trigger: ".o_data_row:contains('Closed') td[name='partner_name']:contains('Ms Zhou')",
            run: "click",
        },
        { trigger: ".o_csm_contact_form .alert-danger:contains('at most 2 rings')" },
    ],
});

// Somebody without an account complains on the published form.
registry.category("web_tour.tours").add("csm_contact_complaint", {
    steps: () => [
        { trigger: "input[name='name']", run: "edit Ms Zhou" },
        { trigger: "input[name='phone']", run: "edit 138 0000 1111" },
        { trigger: "textarea[name='text']", run: "edit Three bottles are corked." },
        {
            content: "Nobody fills it in that fast: wait a moment, as a person would",
            trigger: "button[type='submit']",
            async run(helpers) {
                await new Promise((resolve) => setTimeout(resolve, 3500));
                await helpers.click();
            },
            expectUnloadPage: true,
        },
        { trigger: ".o_csm_complaint_number:not(:empty)" },
    ],
});
