from odoo import api, fields, models
from odoo.exceptions import UserError


class CsmCaseStationsMixin(models.AbstractModel):
    """Passes a case from unit to unit, and says with whom it lies."""

    _name = "csm.case.stations.mixin"
    _description = "Case That Goes From Unit to Unit"
    _inherit = ["csm.case.timeline.mixin"]

    station_ids = fields.One2many("csm.case.station", "case_id", "Units")
    lies_with = fields.Char(compute="_compute_lies_with")

    @api.depends("station_ids.state")
    def _compute_lies_with(self):
        for case in self:
            # The name of a unit is no secret to whoever may read the case.
            open_ = case.sudo().station_ids.filtered(lambda station: station.state == "here")
            case.lies_with = ", ".join(station._unit() for station in open_)

    def action_pass_on(self):
        """Open the dialogue that passes the case to a unit."""
        self.ensure_one()
        self._check_may_go_on()
        return {
            "type": "ir.actions.act_window",
            "res_model": "csm.case.station",
            "views": [(self.env.ref("csm.csm_case_station_view_form_pass").id, "form")],
            "target": "new",
            "name": self.env._("Pass On: %(case)s", case=self.display_name),
            "context": {"default_case_id": self.id},
        }

    def _check_may_go_on(self):
        for case in self:
            if case["state"] in ("closed", "void"):
                raise UserError(
                    self.env._(
                        "%(case)s is over and goes nowhere. Open it again first.",
                        case=case.display_name,
                    )
                )

    def _why_not_move(self, move):
        reason = super()._why_not_move(move)
        if not reason and move.name == "close" and self.lies_with:
            return self.env._(
                "%(case)s still lies with %(unit)s. Let them hand it back, or withdraw it.",
                case=self.display_name,
                unit=self.lies_with,
            )
        return reason

    def _moved(self, move):
        result = super()._moved(move)
        if move.name == "void":
            stations = self.sudo().station_ids
            stations.filtered(lambda station: station.state == "here")._act("withdraw")
        return result

    def _stand_still(self, paused):
        """What stops the clocks of a case stops those of the units it lies with."""
        result = super()._stand_still(paused)
        for case in self.sudo():
            here = case.station_ids.filtered(lambda station: station.state == "here")
            case._hold_stations(here) if paused else case._release_stations(here)
        return result

    def _hold_stations(self, stations):
        running = stations.filtered(lambda station: not station.is_on_hold)
        if running:
            text = self.standstill or self.env._("The clocks of the case stand still.")
            running._pause_deadlines(text)

    def _release_stations(self, stations):
        stations.filtered("is_on_hold")._resume_deadlines()

    def _hand_on_rights(self):
        result = super()._hand_on_rights()
        stations = self.sudo().station_ids
        if stations:
            stations._hand_on_rights()
        return result
