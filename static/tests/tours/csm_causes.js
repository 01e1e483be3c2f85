import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("csm_causes", {
    steps: () => [
        {
            content: "The chart stands there with the period it is about",
            trigger: ".o_graph_renderer canvas",
        },
        {
            content: "Only complaints are counted",
            trigger: ".o_searchview .o_facet_value:contains('Complaints')",
        },
        {
            content: "The one column reaches over the middle; a click opens its cases",
            trigger: ".o_graph_canvas_container canvas",
            async run({ click }) {
                // It still grows; where a click hits it depends on how far it is.
                window.Chart.getChart(this.anchor).update("none");
                await click();
            },
        },
        {
            content: "The cases of the cause",
            trigger: ".o_list_view .o_data_row:contains('Cork taint')",
        },
    ],
});
