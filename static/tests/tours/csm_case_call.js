import { registry } from "@web/core/registry";
import { choose, state } from "./csm_steps";

// An Agent takes a telephone complaint down and registers it.
registry.category("web_tour.tours").add("csm_case_call", {
    steps: () => [
        {
            content: "Open the menu of cases",
            trigger: ".o_main_navbar [data-menu-xmlid='csm.csm_menu_cases']",
            run: "click",
        },
        {
            trigger: ".dropdown-item[data-menu-xmlid='csm.csm_case_menu_call']",
            run: "click",
        },
        {
            content: "The cursor stands in the subject already",
            trigger: ".modal .o_field_widget[name='name'] input:focus",
            run: "edit Cork taint in three cartons",
        },
        {
            trigger: ".modal .o_field_widget[name='partner_name'] input",
            run: "edit Ms Zhou",
        },
        {
            trigger: ".modal .o_field_widget[name='partner_phone'] input",
            run: "edit +86 138 0000 1111",
        },
        ...choose("category_id", "Quality", ".modal"),
        {
            content: "Everything else is filled in: register",
            trigger: ".modal-footer button[name='action_register_call']",
            run: "click",
        },
        {
            content: "The case opens, registered and numbered",
            ...state("Registered"),
        },
        { trigger: ".o_csm_fact_past[data-fact='registered_at']" },
        {
            content: "The banner says what binds, with its article",
            trigger: ".o_csm_banner_article:contains('T-01 § 1 Replies')",
        },
        {
            content: "The open reply carries the deadline that waits for it",
            trigger: ".o_csm_fact_ahead[data-fact='replied_at'] .o_csm_left_far:contains('in ')",
        },
        { trigger: "button[name='action_reply'].btn-primary:contains('First Reply Given')" },
    ],
});

// A superior finds what has climbed, opens it, and sees the article and the timeline.
registry.category("web_tour.tours").add("csm_case_climbed", {
    steps: () => [
        {
            content: "Something waits among the things to do",
            trigger: ".o-mail-ActivityMenu-counter:contains('1')",
        },
        { trigger: ".o-mail-ActivityMenu-counter", run: "click" },
        { trigger: ".o-mail-ActivityGroup:contains('Case')", run: "click" },
        {
            trigger: ".o_data_row:contains('Cork taint') .o_csm_left_late:contains('late')",
            run: "click",
        },
        {
            trigger:
                ".o_csm_banner:has(.o_csm_left_late) .o_csm_banner_article a:contains('Replies')",
        },
        { trigger: ".o_csm_fact_ahead[data-fact='replied_at'] .o_csm_left_late" },
        { trigger: ".o-mail-Activity:contains('First Reply: T-01 § 1 Replies')" },
        {
            content: "The article opens with its wording",
            trigger: ".o_csm_banner_article a",
            run: "click",
        },
        {
            trigger:
                ".o_form_view .o_field_widget[name='text'] textarea:value('A customer is answered.')",
        },
    ],
});
