// Steps that several tours share. Each ends with something to be seen, so that the next one meets
// a page at rest: a list that was found, a line that was left, a form that was saved.

const field = (name, within) => `${within} .o_field_widget[name='${name}']`;

const MENU = ".o-autocomplete--dropdown-menu";

// The name is put in at once, as one pastes it, so that just one search follows; what an earlier
// search has found is marked, for it may go while one clicks it.
function search(input, text) {
    for (const item of document.querySelectorAll(`${MENU} .ui-menu-item`)) {
        item.dataset.earlier = "1";
    }
    input.value = text;
    input.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

// Choose the record of just this name, of what was found for it.
export const choose = (name, text, within = "") => [
    { trigger: `${field(name, within)} input`, run: "click" },
    {
        trigger: `${field(name, within)}:has(${MENU}):not(:has(.o_loading)) input`,
        run() {
            search(this.anchor, text);
        },
    },
    {
        trigger: `${field(name, within)} ${MENU} .ui-menu-item:not([data-earlier]) a:text(${text})`,
        run: "click",
    },
    {
        content: "The list has closed over what was chosen",
        trigger: `${field(name, within)}:not(:has(${MENU})) input:value('${text}')`,
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
