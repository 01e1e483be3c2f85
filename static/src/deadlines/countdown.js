import { _t } from "@web/core/l10n/translation";

const { Duration } = luxon;

/** The two largest units that say something: "3 days 2 hr", "1 hr 5 min". */
function roughly(milliseconds) {
    const minutes = Math.max(1, Math.floor(milliseconds / 60_000));
    const days = Math.floor(minutes / 1440);
    const hours = Math.floor((minutes % 1440) / 60);
    const units = { days, hours: days < 8 ? hours : 0, minutes: days ? 0 : minutes % 60 };
    return Object.entries(units)
        .filter(([, value]) => value)
        .map(([unit, value]) => Duration.fromObject({ [unit]: value }))
        .map((part) => part.toHuman({ unitDisplay: "short" }))
        .join(" ");
}

/**
 * Say how far a due moment lies ahead or behind.
 *
 * @param {luxon.DateTime} due
 * @param {luxon.DateTime} now
 * @returns {{ text: string, tone: "late" | "soon" | "far" }}
 */
export function countdown(due, now) {
    const left = due.toMillis() - now.toMillis();
    if (left < 0) {
        return { text: _t("%s late", roughly(-left)), tone: "late" };
    }
    return { text: _t("in %s", roughly(left)), tone: left < 4 * 3_600_000 ? "soon" : "far" };
}
