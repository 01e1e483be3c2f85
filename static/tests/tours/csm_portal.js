import { registry } from "@web/core/registry";

// Chooses a picture as a person takes one from a telephone.
function choosePicture() {
    const input = document.querySelector("#csm_files");
    const files = new DataTransfer();
    const canvas = document.createElement("canvas");
    const [, content] = canvas.toDataURL("image/png").split(",");
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    files.items.add(new File([bytes], "cork.png", { type: "image/png" }));
    input.files = files.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
}

// On a telephone: from the home page to a new complaint with a picture, its state and promise.
registry.category("web_tour.tours").add("csm_portal_complain", {
    steps: () => [
        {
            content: "Own cases are one tap away",
            trigger: "a[href='/my/complaints']",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".o_csm_portal_new", run: "click", expectUnloadPage: true },
        { trigger: "textarea[name='text']", run: "edit Three bottles are corked." },
        { trigger: "textarea[name='demand']", run: "edit New bottles, please." },
        { trigger: "input[name='order_number']", run: "edit HT-7" },
        { trigger: "#csm_files", run: choosePicture },
        { trigger: ".o_csm_portal_chosen:contains('cork.png')" },
        {
            trigger: ".o_csm_portal_form button[type='submit']",
            run: "click",
            expectUnloadPage: true,
        },
        { content: "The number is there at once", trigger: ".o_csm_portal_said b" },
        { content: "How far it is", trigger: ".o_csm_portal_steps .fw-bold:contains('Received')" },
        { content: "By when they hear from us", trigger: ".o_csm_portal_promise:contains('by')" },
        { content: "The picture came along", trigger: "a:contains('cork.png')" },
    ],
});

// Some days later the case is closed, and the customer says how content they are.
registry.category("web_tour.tours").add("csm_portal_rate", {
    steps: () => [
        {
            trigger: ".o_csm_portal_rows a:contains('Three bottles'):contains('Done')",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".o_csm_stars label[for='csm_star_5']", run: "click" },
        { trigger: "#csm_note", run: "edit Quick and kind" },
        {
            trigger: ".o_csm_portal_rating button[type='submit']",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".o_csm_portal_stars:contains('Quick and kind')" },
    ],
});
