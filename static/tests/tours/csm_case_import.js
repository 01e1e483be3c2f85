import { registry } from "@web/core/registry";

// The file as a person takes it from a disk: the test has laid it down at this address.
async function choose({ anchor }) {
    const answer = await fetch("/csm-test/register.csv");
    const file = new File([await answer.blob()], "register.csv", { type: "text/csv" });
    const files = new DataTransfer();
    files.items.add(file);
    anchor.files = files.files;
    anchor.dispatchEvent(new Event("change", { bubbles: true }));
}

const bad = (reason) => `.o_field_widget[name='bad_row_ids'] .o_data_row:contains('${reason}')`;
const column = (name) => `.o_field_widget[name='column_ids'] .o_data_row:contains('${name}')`;

// A Supervisor chooses a register, sees what its columns become, changes one, and begins.
registry.category("web_tour.tours").add("csm_case_import", {
    steps: () => [
        { trigger: ".o_nocontent_help:contains('Bring in an older register')" },
        { trigger: ".o_list_button_add", run: "click" },
        {
            content: "The team is there already",
            trigger: ".o_field_widget[name='team_id'] input:value('Front Desk')",
        },
        {
            trigger: ".o_field_widget[name='file'] input[type='file']:not(:visible)",
            run: choose,
        },
        {
            content: "The file has been read",
            trigger: ".o_field_widget[name='file'] input:value('register.csv')",
        },
        { trigger: "button[name='action_read']", run: "click" },
        { trigger: ".o_arrow_button_current:contains('Columns')" },
        { trigger: `${column("Date received")}:contains('Received')` },
        { trigger: `${column("Issue")}:contains('Category')` },
        {
            content: "A column is mapped by hand",
            trigger: `${column("Consumer disputed?")} .o_data_cell[name='target']`,
            run: "click",
        },
        {
            trigger: `${column("Consumer disputed?")} [name='target'] .o_select_menu_input`,
            run: "click",
        },
        { trigger: ".o_select_menu_item:contains('Leave Out')", run: "click" },
        { trigger: `${column("Consumer disputed?")} .o_select_menu_input:value('Leave Out')` },
        {
            content: "The first rows are shown as they would come in",
            trigger: ".o_notebook_headers a:contains('First Rows')",
            run: "click",
        },
        { trigger: ".o_field_widget[name='preview'] td:contains('Managing the loan or lease')" },
        { trigger: "button[name='action_import']", run: "click" },
        { trigger: ".o_arrow_button_current:contains('Running')" },
        { trigger: ".alert:contains('You may leave this page')" },
    ],
});

// Later the bad rows stand there with their reasons, and the good ones have become cases.
registry.category("web_tour.tours").add("csm_case_import_done", {
    steps: () => [
        {
            trigger: ".o_data_row:contains('register.csv') .o_data_cell[name='file_name']",
            run: "click",
        },
        { trigger: ".o_arrow_button_current:contains('Done')" },
        { trigger: `${bad("“Received” is no date: 31/31/2016")}` },
        { trigger: `${bad("The channel “Pigeon” is unknown")}` },
        {
            content: "The bad rows can be taken along, mended and brought in",
            trigger: "button[name='action_download_bad_rows']",
        },
        {
            content: "Forty rows have become cases",
            trigger: "button[name='action_open_cases']:contains('40')",
            run: "click",
        },
        { trigger: ".o_pager_limit:contains('40')" },
        { trigger: ".o_data_row:contains('Managing the loan or lease')" },
    ],
});
