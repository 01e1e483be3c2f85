import { registry } from "@web/core/registry";

// Whoever heard of a missed deadline says from the list of things to do that they take care of it.
registry.category("web_tour.tours").add("csm_deadline_take_care", {
    steps: () => [
        { trigger: ".o_data_cell[name='name']:contains('Cork taint')", run: "click" },
        { trigger: ".o_form_view .alert:contains('You have been told of a missed deadline')" },
        { trigger: ".o-mail-Activity .o_csm_take_care", run: "click" },
        { trigger: ".o-mail-Activity:not(:has(.o_csm_take_care))" },
        { trigger: ".o-mail-Message:contains('Leader takes care of it')" },
    ],
});
