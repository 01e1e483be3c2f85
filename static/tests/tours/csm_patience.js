import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

// A machine that is busy is slow, not wrong: each step may wait for half a minute.
function beSoPatient(name, tour) {
    const { steps } = tour;
    if (name.startsWith("csm_")) {
        tour.steps = () => steps().map((step) => ({ timeout: 30000, ...step }));
    }
}

tours.getEntries().forEach(([name, tour]) => beSoPatient(name, tour));
tours.addEventListener("UPDATE", ({ detail }) => {
    if (detail.operation === "add") {
        beSoPatient(detail.key, detail.value);
    }
});
