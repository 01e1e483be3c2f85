import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

const MAX_FILES = 5;
const MAX_FILE = 5 * 1024 * 1024;

/** Tells the customer which files are chosen, and which are too large, before they are sent. */
export class PortalFiles extends Interaction {
    static selector = ".o_csm_portal_form";
    dynamicContent = {
        "input[type=file]": { "t-on-change": this.check },
        _root: { "t-on-submit": this.onSubmit },
    };

    get files() {
        return [...this.el.querySelectorAll("input[type=file]")].flatMap((input) => [
            ...input.files,
        ]);
    }

    get fault() {
        const large = this.files.find((file) => file.size > MAX_FILE);
        if (large) {
            return _t("“%(file)s” is larger than %(size)s MB.", {
                file: large.name,
                size: MAX_FILE / 1024 / 1024,
            });
        }
        return this.files.length > MAX_FILES
            ? _t("At most %(count)s files, please.", { count: MAX_FILES })
            : "";
    }

    check() {
        const { fault } = this;
        const told = this.el.querySelector(".o_csm_portal_chosen");
        told.classList.toggle("text-danger", Boolean(fault));
        told.textContent = fault || this.files.map((file) => file.name).join(", ");
        return !fault;
    }

    onSubmit(ev) {
        if (!this.check()) {
            ev.preventDefault();
            return;
        }
        // A second tap while the pictures travel sends nothing.
        const button = this.el.querySelector("button[type=submit]");
        this.waitForTimeout(() => button.setAttribute("disabled", "disabled"), 0);
    }
}

registry.category("public.interactions").add("csm.portal_files", PortalFiles);
