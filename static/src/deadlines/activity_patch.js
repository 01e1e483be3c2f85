import { Activity } from "@mail/core/web/activity";
import { patch } from "@web/core/utils/patch";

patch(Activity.prototype, {
    /** Say that one takes care of the missed deadline behind this activity. */
    async onClickTakeCare() {
        const thread = this.thread;
        await this.env.services.orm.call("mail.activity", "action_csm_take_care", [
            [this.props.activity.id],
        ]);
        this.props.onActivityChanged(thread);
        await thread.fetchNewMessages();
    },
});
