import { registry } from "@web/core/registry";
import { choose, save, state } from "./csm_steps";

// A granter clears somebody for files up to confidential.
registry.category("web_tour.tours").add("csm_clearance_grant", {
    steps: () => [
        { trigger: ".o_list_button_add", run: "click" },
        ...choose("user_id", "Agent"),
        {
            trigger: ".o_field_widget[name='level'] .o_radio_item:contains('Confidential') input",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name='purpose'] input",
            run: "edit Takes over the northern customers",
        },
        { trigger: ".o_field_widget[name='valid_to'] input", run: "edit 12/31/2099" },
        ...save(),
        {
            content: "Nobody can confirm before the person has signed",
            trigger: ".alert-warning:contains('has not signed')",
        },
    ],
});

// The person reads the undertaking and signs it.
registry.category("web_tour.tours").add("csm_clearance_sign", {
    steps: () => [
        { trigger: ".o_data_row .o_data_cell[name='user_id']", run: "click" },
        { trigger: ".alert-info:contains('I keep confidential')" },
        { trigger: "button[name='action_undertake']", run: "click" },
        { trigger: ".o_field_widget[name='undertaking']:contains('I keep confidential')" },
    ],
});

// Another granter confirms it.
registry.category("web_tour.tours").add("csm_clearance_confirm", {
    steps: () => [
        { trigger: ".o_data_row .o_data_cell[name='user_id']", run: "click" },
        { trigger: "button[name='action_confirm']", run: "click" },
        state("In Force"),
    ],
});

// An auditor looks at the log of it.
registry.category("web_tour.tours").add("csm_access_log_read", {
    steps: () => [
        { trigger: ".o_data_row:contains('Clearance')" },
        { trigger: ".o_data_row .o_data_cell[name='login']", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name='road']" },
    ],
});

// And verifies it.
registry.category("web_tour.tours").add("csm_access_log_verify", {
    steps: () => [
        { trigger: "button[name='action_verify']", run: "click" },
        { trigger: ".o_form_view .alert-success:contains('Every entry is sealed')" },
    ],
});
