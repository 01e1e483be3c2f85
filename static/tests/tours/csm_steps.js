// Steps that several tours share. Each ends with something to be seen, so that the next one meets
// a page at rest: a list that was found, a line that was left, a form that was saved.

const field = (name, within) => `${within} .o_field_widget[name='${name}']`;

// Choose the record of a name: of what was found for the name itself, not of an earlier search.
export const choose = (name, text, within = "") => [
    { trigger: `${field(name, within)} input`, run: `edit ${text}` },
    {
        trigger: `${field(name, within)}:has(.o-autocomplete--dropdown-menu) input`,
        run: "press Enter",
    },
    {
        content: "The list has closed over what was chosen",
        trigger: `${field(name, within)}:not(:has(.o-autocomplete--dropdown-menu)) input:value('${text}')`,
    },
];

export const addLine = (list) => [
    {
        content: "No other line is being written",
        trigger: `.o_field_widget[name='${list}']:not(:has(.o_selected_row))`,
    },
    {
        trigger: `.o_field_widget[name='${list}'] .o_field_x2many_list_row_add a`,
        run: "click",
    },
];

// The line that is being written in a list.
export const line = (list) => `.o_field_widget[name='${list}'] .o_selected_row`;

export const inLine = (list, name, text) => ({
    trigger: `${line(list)} [name='${name}'] input`,
    run: `edit ${text}`,
});

export const leaveLine = (list, elsewhere) => [
    { content: "Leave the line", trigger: elsewhere, run: "click" },
    {
        content: "What is typed next belongs to the next line",
        trigger: `.o_field_widget[name='${list}']:not(:has(.o_selected_row))`,
    },
];

export const save = () => [
    { trigger: ".o_form_button_save:enabled", run: "click" },
    { content: "It is saved", trigger: ".o_form_saved" },
];

// The state that a form shows, which the server has given it.
export const state = (label) => ({
    trigger: `.o_statusbar_status .o_arrow_button_current:contains('${label}')`,
});
