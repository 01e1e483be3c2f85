import { registry } from "@web/core/registry";

const choose = (field, text) => [
    { trigger: `.o_field_widget[name='${field}'] input`, run: `edit ${text}` },
    { trigger: `.ui-menu-item a:contains('${text}')`, run: "click" },
];
const write = (field, text) => ({
    trigger: `.o_field_widget[name='${field}'] :is(input, textarea)`,
    run: `edit ${text}`,
});
const page = (name) => ({ trigger: `.nav-link[name='${name}']`, run: "click" });
const saved = [
    { trigger: ".o_form_button_save", run: "click" },
    {
        content: "It is saved",
        trigger: ".o_form_saved, .o_form_status_indicator:not(:has(.o_form_button_save:visible))",
    },
];

// The clerk opens the file of a customer who has none and fills its sections.
registry.category("web_tour.tours").add("csm_clients_open", {
    steps: () => [
        {
            trigger: ".o_data_row:contains('Lake Inn') button[name='action_csm_client_file']",
            run: "click",
        },
        {
            content: "The customer is there already",
            trigger: ".o_field_widget[name='partner_id'] input:value('Lake Inn')",
        },
        ...choose("secrecy_level_id", "Secret"),
        page("basic"),
        write("legal_form", "Limited company"),
        page("procedure"),
        write("purchase_procedure", "By tender"),
        page("investment"),
        write("analysis", "Grows fast"),
        { trigger: ".o_form_button_save", run: "click" },
        { content: "It has a number", trigger: ".o_field_widget[name='number']:contains('K')" },
        page("persons"),
        {
            trigger: ".o_field_widget[name='person_ids'] .o_field_x2many_list_row_add a",
            run: "click",
        },
        { trigger: ".modal .o_field_widget[name='name'] input", run: "edit Wu Jing" },
        { trigger: ".modal .o_field_widget[name='is_owner'] input", run: "click" },
        { trigger: ".modal .o_form_button_save", run: "click" },
        { trigger: ".o_field_widget[name='person_ids'] .o_data_row:contains('Wu Jing')" },
        { trigger: ".o_form_button_save", run: "click" },
        page("copies"),
        {
            content: "It has its two copies",
            trigger:
                ".o_field_widget[name='paper_copy_ids'] .o_data_row:contains('Electronic Sheet')",
        },
        { trigger: "button[name='action_keep']", run: "click" },
        {
            content: "The file is in use",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains('In Use')",
        },
    ],
});

// The clerk enters what sales handed in, and looks at the history.
registry.category("web_tour.tours").add("csm_clients_enter", {
    steps: () => [
        { trigger: ".o_data_row:contains('Lake Inn') .o_data_cell[name='kind']", run: "click" },
        { trigger: "button[name='action_enter']", run: "click" },
        { content: "The file opens", trigger: ".o_field_widget[name='completeness']" },
        page("investment"),
        {
            trigger: ".o_field_widget[name='service_demand'] textarea:value('Training')",
        },
        { trigger: ".o-form-buttonbox button[name='action_history']", run: "click" },
        {
            content: "Where it came from stands in the history",
            trigger: ".o_data_row:contains('Training'):contains('Seller')",
        },
    ],
});
