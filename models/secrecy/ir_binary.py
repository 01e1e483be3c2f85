from odoo import models
from odoo.exceptions import AccessError, MissingError


class IrBinary(models.AbstractModel):
    _inherit = "ir.binary"

    def _find_record(
        self, xmlid=None, res_model="ir.attachment", res_id=None, access_token=None, field=None
    ):
        try:
            return super()._find_record(xmlid, res_model, res_id, access_token, field)
        except (AccessError, MissingError):
            Log = self.env["csm.access.log"]
            if res_id and res_model in self.env:
                target = Log._classified_behind(self.env[res_model].browse(int(res_id)))
                if Log._is_logged(target):
                    Log._note("download", res_model, target, outcome="refused")
            raise

    def _get_stream_from(self, record, field_name="raw", *args, **kwargs):
        stream = super()._get_stream_from(record, field_name, *args, **kwargs)
        Log = self.env["csm.access.log"]
        target = Log._classified_behind(record)
        if Log._is_logged(target):
            Log._note("download", field_name, target)
        return stream
