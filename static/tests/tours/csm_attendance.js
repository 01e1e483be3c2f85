import { registry } from "@web/core/registry";
import { save, state } from "./csm_steps";

const tours = registry.category("web_tour.tours");
const write = (name, text) => ({
    trigger: `.modal .o_field_widget[name='${name}'] :is(input, textarea)`,
    run: `edit ${text}`,
});

// An officer of HR computes the month, sets a punch right and sees that the finding is gone.
tours.add("csm_attendance_tour", {
    steps: () => [
        { trigger: "button:contains('Compute a Month')", run: "click" },
        { trigger: ".modal button[name='action_compute']", run: "click" },
        state("Computed"),
        {
            content: "What comes next is said",
            trigger: ".alert:contains('look at the findings')",
        },
        { trigger: "button[name='action_open_lines']:contains('50')", run: "click" },
        {
            content: "Each finding explains itself",
            trigger:
                ".o_data_row:contains('20 min late'):contains('Agent') .o_data_cell[name='day']",
            run: "click",
        },
        { trigger: "button[name='action_correct_punch']", run: "click" },
        {
            content: "The employee is there already",
            trigger: ".modal .o_field_widget[name='employee_id'] input:value('Agent')",
        },
        {
            trigger: ".modal .o_field_widget[name='punched_at'] input",
            run() {
                const said = document.querySelector(".o_field_widget[name='explanation']");
                const [day] = said.textContent.match(/\d+\/\d+\/\d+/);
                // The gate stands in Shanghai, the browser anywhere.
                const zone = "Asia/Shanghai";
                const moment = luxon.DateTime.fromFormat(`${day} 08:55`, "MM/dd/yyyy HH:mm", {
                    zone,
                });
                this.anchor.value = moment.toLocal().toFormat("MM/dd/yyyy HH:mm:ss");
                this.anchor.dispatchEvent(new Event("input", { bubbles: true }));
                this.anchor.dispatchEvent(new Event("change", { bubbles: true }));
            },
        },
        write("reason", "The gate was open; the guard saw her come"),
        { trigger: ".modal button[name='action_correct']", run: "click" },
        {
            content: "Just this finding counts no more",
            trigger: ".o_statusbar_status .o_arrow_button_current:not(:contains('Counts'))",
        },
    ],
});

// The HR manager confirms the month.
tours.add("csm_attendance_confirm", {
    steps: () => [
        { trigger: "button[name='action_confirm']", run: "click" },
        { trigger: ".modal .modal-footer .btn-primary", run: "click" },
        state("Confirmed"),
    ],
});

// The employee looks at the own month and appeals.
tours.add("csm_attendance_appeal", {
    steps: () => [
        { trigger: ".o_csm_my_before", run: "click" },
        {
            content: "The month before, with its findings",
            trigger: ".o_csm_my_line[data-line]:contains('late')",
        },
        {
            content: "The own wage is known to oneself: 1 %, 1 % and 5 % six times",
            trigger: ".o_csm_my_tile[data-tile='amount']:contains('1,600')",
        },
        { trigger: "button[data-button='appeal']", run: "click" },
        write("text", "The lift stood still with me in it, the guard can tell"),
        { trigger: ".modal button[name='action_send']", run: "click" },
        {
            content: "The appeal stands on the page",
            trigger: ".o_csm_my_words:contains('The lift stood still')",
        },
    ],
});

// Another HR manager waives what was appealed, locks the month and hands it over within the cap;
// of forty people under three regulations four fines are above the cap, and payroll gets its file.
tours.add("csm_attendance_hand_over", {
    steps: () => [
        { trigger: "button.oe_stat_button:contains('Penalties')", run: "click" },
        {
            content: "Of all penalties the appealed one",
            trigger: ".o_data_row:has([name='state']:contains('Appealed')) [name='number']",
            run: "click",
        },
        { trigger: ".o_notebook_headers a:contains('Hearing and Appeal')", run: "click" },
        {
            content: "The words of the employee",
            trigger: ".o_field_widget[name='appeal_text']:contains('The lift stood still')",
        },
        {
            trigger: ".o_field_widget[name='decision_text'] textarea",
            run: "edit The guard confirms it",
        },
        {
            trigger: ".o_field_widget[name='waive_reason'] textarea",
            run: "edit The lift was broken",
        },
        ...save(),
        { trigger: "button[name='action_waive']", run: "click" },
        state("Waived"),
        { trigger: ".breadcrumb-item:not(.o_back_button) > a", run: "click" },
        { trigger: "button[name='action_lock']", run: "click" },
        state("Locked"),
        { trigger: "button[name='action_show_cap']", run: "click" },
        {
            content: "What the law will leave of a fine shows before it is handed over",
            trigger:
                ".o_data_row:has([name='expected_deductible']:contains('150.00')):has([name='expected_rest']:contains('100.00')) [name='expected_text']:contains('at most 20 %')",
        },
        {
            content: "Four of the fines are above the cap",
            trigger: ".o_list_view:not(:has(.o_data_row:eq(4))) .o_data_row:eq(3)",
        },
        { trigger: ".o_back_button a", run: "click" },
        { trigger: "button[name='action_hand_over']", run: "click" },
        state("Handed Over"),
        {
            content: "Four of the fines are above the legal cap",
            trigger: ".alert:contains('4 fines exceed') button",
            run: "click",
        },
        {
            content: "Of one a part is deducted, and it is said why no more",
            trigger:
                ".o_data_row:has([name='amount']:contains('-150.00')):has([name='not_deductible']:contains('100.00')) [name='cap_text']:contains('at most 20 %')",
        },
        {
            content: "Of the last nothing is left to deduct",
            trigger:
                ".o_data_row:has([name='not_deductible']:contains('250.00')) [name='cap_text']:contains('1,000.00')",
        },
        {
            content: "Of a small wage the minimum stays",
            trigger:
                ".o_data_row:has([name='not_deductible']:contains('101.50')) [name='cap_text']:contains('must remain')",
        },
        { trigger: ".o_back_button a", run: "click" },
        { trigger: "button:contains('Payroll File')", run: "click" },
        { trigger: ".modal button[name='action_make']", run: "click" },
        {
            content: "The file is there",
            trigger: ".modal .o_field_widget[name='file']:contains('payroll-')",
        },
        { trigger: ".modal .btn-close, .modal button[special='cancel']", run: "click" },
        { trigger: ".o_form_view:not(:has(.modal))" },
    ],
});
