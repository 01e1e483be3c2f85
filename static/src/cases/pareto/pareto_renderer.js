import { cookie } from "@web/core/browser/cookie";
import { getColor, getCustomColor, lightenColor } from "@web/core/colors/colors";
import { _t } from "@web/core/l10n/translation";
import { GraphRenderer } from "@web/views/graph/graph_renderer";
import { formatFloat } from "@web/views/fields/formatters";

// The few causes that make up this share of the cases are the ones to work on.
const VITAL = 80;
const SCHEME = cookie.get("color_scheme");
const INK = getCustomColor(SCHEME, "#111827", "#E4E4E4");

function percent(value) {
    return `${formatFloat(value, { digits: [16, 1] })} %`;
}

/** Bars by cause with the curve of their share added up, and the line at 80 percent. */
export class ParetoRenderer extends GraphRenderer {
    getBarChartData() {
        const data = super.getBarChartData();
        const curve = this.model.lineOverlayDataset;
        Object.assign(curve, {
            yAxisID: "share",
            backgroundColor: INK,
            borderColor: INK,
            borderWidth: 2,
            pointRadius: 3,
            pointHoverRadius: 6,
        });
        const bars = this.model.data.datasets;
        if (bars.length === 1) {
            const color = bars[0].backgroundColor;
            const pale = getCustomColor(SCHEME, lightenColor(color, 0.6), `${color}80`);
            bars[0].backgroundColor = curve.data.map((share, index) =>
                this.isVital(curve, index) ? color : pale,
            );
        }
        const level = {
            type: "line",
            label: `${VITAL} %`,
            data: curve.data.map(() => VITAL),
            yAxisID: "share",
            order: -1,
            borderColor: "#dc3545",
            backgroundColor: "#dc3545",
            borderDash: [6, 6],
            borderWidth: 1,
            pointRadius: 0,
            pointHitRadius: 0,
        };
        return { ...data, datasets: [...bars, curve, level] };
    }

    /** Whether a cause is needed to reach the level: those before it do not. */
    isVital(curve, index) {
        return index === 0 || curve.data[index - 1] < VITAL;
    }

    getScaleOptions() {
        const scales = super.getScaleOptions();
        scales.x.stacked = true;
        scales.y.stacked = true;
        const { allIntegers, fieldAttrs, measure } = this.model.metaData;
        const whole = measure === "__count" || allIntegers;
        Object.assign(scales.y.ticks, {
            precision: whole ? 0 : undefined,
            callback: (value) => this.formatValue(value, whole, fieldAttrs[measure]?.widget),
        });
        scales.share = {
            type: "linear",
            position: "right",
            min: 0,
            max: 100,
            ticks: { callback: (value) => `${value} %`, color: INK },
            grid: { display: false },
            border: { display: false },
        };
        return scales;
    }

    getLegendOptions() {
        const legend = super.getLegendOptions();
        const generate = legend.labels.generateLabels;
        legend.labels.generateLabels = (chart) =>
            generate(chart).map((label) => ({
                ...label,
                fillStyle: [label.fillStyle].flat()[0],
                strokeStyle: [label.strokeStyle].flat()[0],
                lineDash: [],
            }));
        return legend;
    }

    getTooltipOptions() {
        return { ...super.getTooltipOptions(), mode: "index", intersect: false };
    }

    getTooltipItems(data, metaData, tooltipModel) {
        const curve = this.model.lineOverlayDataset;
        const bars = tooltipModel.dataPoints.filter(
            (point) => data.datasets[point.datasetIndex]?.data[point.dataIndex],
        );
        const items = super.getTooltipItems(data, metaData, { dataPoints: bars });
        for (const item of items) {
            item.boxColor = [item.boxColor].flat()[0];
        }
        const index = tooltipModel.dataPoints[0].dataIndex;
        const own = { label: _t("Share"), value: percent(curve.parts[index]) };
        const before = { label: curve.label, value: percent(curve.data[index]) };
        const share = [
            { ...own, boxColor: "transparent" },
            { ...before, boxColor: INK },
        ];
        return [...items, ...share];
    }

    /** The whole column opens its cases, also where the curve lies over the bar. */
    onGraphClicked(ev, isMiddleClick) {
        const { datasets } = this.chart.data;
        const at = (mode, intersect) =>
            this.chart
                .getElementsAtEventForMode(ev, mode, { intersect }, false)
                .find(({ datasetIndex, index }) => datasets[datasetIndex].domains?.[index]?.length);
        const bars = datasets.filter((dataset) => dataset.domains);
        const hit = at("point", true) || (bars.length === 1 && at("index", false));
        if (hit) {
            const domain = datasets[hit.datasetIndex].domains[hit.index];
            this.onGraphClickedFinal(domain, isMiddleClick);
        }
    }
}
