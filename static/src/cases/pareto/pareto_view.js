import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { graphView } from "@web/views/graph/graph_view";
import { GraphModel } from "@web/views/graph/graph_model";
import { ParetoRenderer } from "./pareto_renderer";

/** Counts by cause, the most frequent first, and what share they make up with those before. */
export class ParetoModel extends GraphModel {
    _buildMetaData(params) {
        const shape = { mode: "bar", order: "DESC", stacked: true };
        return super._buildMetaData({ ...params, ...shape });
    }

    _getLineOverlayDataset() {
        const { datasets, labels } = this.data;
        const sums = labels.map((_label, index) =>
            datasets.reduce((sum, dataset) => sum + (dataset.data[index] || 0), 0),
        );
        const whole = sums.reduce((sum, value) => sum + value, 0);
        let before = 0;
        const shares = sums.map((value) => {
            before += value;
            return whole ? (100 * before) / whole : 0;
        });
        return {
            label: _t("Share With Those Before"),
            data: shares,
            parts: sums.map((value) => (whole ? (100 * value) / whole : 0)),
            trueLabels: labels,
        };
    }
}

registry.category("views").add("csm_pareto", {
    ...graphView,
    Model: ParetoModel,
    Renderer: ParetoRenderer,
    buttonTemplate: "csm.ParetoButtons",
});
