import { registry } from "@web/core/registry";

// In the morning: the page shows what is overdue; one click leads to it; back, and a month's figure.
registry.category("web_tour.tours").add("csm_insight_tour", {
    steps: () => [
        {
            content: "One case is overdue",
            trigger: "[data-tile='overdue'].o_csm_card_danger:contains('1')",
            run: "click",
        },
        {
            content: "The list behind it",
            trigger: ".o_data_row:contains('Nobody answers')",
        },
        { trigger: ".o_back_button, .breadcrumb-item a", run: "click" },
        {
            content: "The rate of the month leads to its cases",
            trigger: "[data-figure='overdue_rate'] button:first",
            run: "click",
        },
        { trigger: ".o_list_view, .o_view_nocontent" },
        { trigger: ".o_back_button, .breadcrumb-item a", run: "click" },
        {
            content: "A graph is drawn",
            trigger: ".o_csm_dashboard_graph svg polyline, .o_csm_dashboard_graph svg circle",
        },
    ],
});

// The report of the quarter: figures, graphs, measures; it is submitted and printed.
registry.category("web_tour.tours").add("csm_insight_report", {
    steps: () => [
        { trigger: ".o_data_row .o_data_cell[name='display_name']", run: "click" },
        {
            content: "Figures as text",
            trigger: ".o_field_widget[name='figures_html'] td:contains('Received')",
        },
        { content: "And as a graph", trigger: ".o_field_widget[name='trend_html'] svg" },
        { trigger: ".nav-link[name='causes']", run: "click" },
        { trigger: ".o_field_widget[name='pareto_html'] svg" },
        { trigger: ".nav-link[name='measures']", run: "click" },
        { trigger: ".o_field_widget[name='measure_ids'] .o_data_row:contains('Cellar')" },
        { trigger: "button[name='action_submit']", run: "click" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains('Submitted')" },
        {
            trigger: ".o_cp_action_menus button.dropdown-toggle, .o_cp_action_menus .fa-cog",
            run: "click",
        },
        {
            content: "It can be printed",
            trigger: ".o-dropdown--menu :contains('Complaint Analysis Report')",
        },
    ],
});
