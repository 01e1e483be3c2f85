import { registry } from "@web/core/registry";

// Draws a line with a finger.
function drawSignature() {
    const canvas = document.querySelector("canvas.o_web_sign_signature");
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const touch = (type, x, y) =>
        new PointerEvent(type, {
            bubbles: true,
            cancelable: true,
            pointerId: 1,
            pointerType: "touch",
            isPrimary: true,
            button: 0,
            buttons: type === "pointerup" ? 0 : 1,
            pressure: 0.5,
            clientX: left + x * width,
            clientY: top + y * height,
        });
    canvas.dispatchEvent(touch("pointerdown", 0.2, 0.3));
    for (let step = 1; step <= 12; step++) {
        const x = 0.2 + step * 0.05;
        canvas.dispatchEvent(touch("pointermove", x, step % 2 ? 0.7 : 0.3));
    }
    canvas.dispatchEvent(touch("pointerup", 0.8, 0.5));
}

// On a telephone: the first proposal is not accepted, with a reason.
registry.category("web_tour.tours").add("csm_portal_decline", {
    steps: () => [
        {
            trigger: ".o_csm_portal_rows a:contains('Proposal made')",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".o_csm_portal_decline", run: "click" },
        { trigger: "form.collapse.show textarea[name='reason']", run: "edit Too late for us" },
        {
            trigger: "form.collapse.show button[type='submit']",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".o_csm_portal_proposal:contains('Too late for us')" },
    ],
});

// The proposal of the next round is signed with a finger.
registry.category("web_tour.tours").add("csm_portal_sign", {
    steps: () => [
        {
            trigger: ".o_csm_portal_proposal:contains('New bottles') .o_csm_portal_accept",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".o_web_sign_name_group input", run: "edit Zhou Min" },
        { trigger: "canvas.o_web_sign_signature", run: drawSignature },
        {
            trigger: ".o_portal_sign_submit:enabled",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".o_csm_portal_proposal:contains('Accepted'):contains('Zhou Min')" },
    ],
});
