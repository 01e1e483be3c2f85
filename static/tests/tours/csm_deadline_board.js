import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("csm_deadline_board", {
    steps: () => [
        {
            content: "What is overdue stands in its column",
            trigger:
                ".o_csm_board_column[data-column='late'] .o_csm_card_danger:contains('Cork taint')",
        },
        {
            content: "Look at the teams",
            trigger: ".o_csm_board_scopes button[data-scope='team']",
            run: "click",
        },
        {
            content: "A colleague's deadline is there now",
            trigger: ".o_csm_board_card:contains('Label torn')",
        },
        {
            content: "Back to one's own",
            trigger: ".o_csm_board_scopes button[data-scope='mine']",
            run: "click",
        },
        {
            content: "The colleague's is gone; open the own one",
            trigger:
                ".o_csm_board:not(:has(.o_csm_board_card:contains('Label torn'))) .o_csm_board_card:contains('Cork taint')",
            run: "click",
        },
        {
            content: "One click leads to the record",
            trigger: ".o_form_view .o_csm_banner",
        },
    ],
});
