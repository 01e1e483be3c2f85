import { Component, onWillStart, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const WIDEST = 1600;

/** Make a photo small enough to be sent over a phone's line; returns base64 without its head. */
async function shrink(file) {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, WIDEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL("image/jpeg", 0.85).split(",")[1];
}

/** Note conduct with two touches: what was done, who did it. */
export class Conduct extends Component {
    static template = "csm.Conduct";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");

        this.state = useState({
            board: null,
            group: false,
            tile: null,
            search: "",
            said: {},
            noted: null,
            words: "",
            photos: 0,
            busy: false,
        });
        onWillStart(async () => {
            this.state.board = await this.orm.call("csm.conduct", "read_board", []);
        });
    }

    get display() {
        return { controlPanel: {} };
    }

    get groups() {
        const { board, group } = this.state;
        return board.groups.filter((each) => !group || each.code === group);
    }

    get people() {
        const wanted = this.state.search.trim().toLowerCase();
        return this.state.board.people.filter((person) =>
            `${person.name} ${person.department}`.toLowerCase().includes(wanted),
        );
    }

    /** The first letters of a name stand for the picture. */
    initials(name) {
        return Array.from(name.trim())[0] || "?";
    }

    filter(code) {
        this.state.group = this.state.group === code ? false : code;
    }

    choose(tile) {
        Object.assign(this.state, { tile, said: {}, search: "" });
    }

    back() {
        this.state.tile = null;
    }

    again() {
        Object.assign(this.state, { tile: null, noted: null, words: "", photos: 0, said: {} });
    }

    async note(person) {
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        try {
            this.state.noted = await this.orm.call("csm.conduct", "note", [
                this.state.tile.id,
                person.id,
                { ...this.state.said },
            ]);
        } finally {
            this.state.busy = false;
        }
    }

    async addPhoto(event) {
        const file = event.target.files[0];
        if (!file) {
            return;
        }
        const data = await shrink(file);
        await this.orm.call("csm.conduct", "add_picture", [this.state.noted.id, file.name, data]);
        this.state.photos += 1;
        event.target.value = "";
    }

    async done() {
        if (this.state.words.trim()) {
            await this.orm.call("csm.conduct", "add_words", [
                this.state.noted.id,
                this.state.words.trim(),
            ]);
        }
        this.again();
    }

    open() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "csm.sanction",
            res_id: this.state.noted.id,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("csm_conduct", Conduct);
