import { registry } from "@web/core/registry";

// The unit the case lies with says something about it and hands it on.
const handOn = (unit) => [
    { trigger: `button[name='action_hand_on']:contains("Hand On: ${unit}")`, run: "click" },
    {
        trigger: ".modal .o_field_widget[name='opinion'] textarea",
        run: "edit Seen",
    },
    { trigger: ".modal-footer button[name='action_hand_back']", run: "click" },
    { trigger: "body:not(:has(.modal))" },
];

const otherStep = (step) => [
    { trigger: ".o_csm_other_steps", run: "click" },
    { trigger: `.dropdown-item[data-step='${step}']`, run: "click" },
];

// The last stations of S2-09 § 13: the others, the conditional one among them, were signed before.
registry.category("web_tour.tours").add("csm_case_route", {
    steps: () => [
        { trigger: ".o_data_cell[name='name']:contains('Cork taint')", run: "click" },
        { trigger: ".nav-link[name='route']", run: "click" },
        { trigger: ".o_csm_station_passed[data-station='1']:contains('Business fills in')" },
        ...["Sales Manager", "General Manager's Office"].flatMap(handOn),
        {
            content: "All have signed; now it is decided",
            trigger: ".o_csm_station_passed[data-station='9']:contains('signed')",
        },
        { trigger: "button[name='action_ask'].btn-primary:contains('Decide')", run: "click" },
        { trigger: ".modal-footer button[name='action_take_step']", run: "click" },
        { trigger: ".o_csm_station_here[data-station='11']" },
        ...otherStep("tell"),
        { trigger: ".o_csm_fact_past[data-fact='told_at']" },
        ...otherStep("execute"),
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains('Carried Out')" },
        ...handOn("Sales Manager"),
        { trigger: "button[name='action_close'].btn-primary", run: "click" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains('Closed')" },
        { trigger: ".nav-link[name='iso']", run: "click" },
        { trigger: ".o_csm_clauses tr[data-clause='7.9']:contains('Closed')" },
    ],
});
