from odoo import fields, models

TARGETS = [
    ("received_at", "Received"),
    ("last_moment", "Last Known Moment"),
    ("outcome", "Outcome (Closed or Open)"),
    ("external_id", "Number in the Old Register"),
    ("name", "Subject"),
    ("description", "What Happened"),
    ("category", "Category"),
    ("subcategory", "Category Below"),
    ("channel", "Channel"),
    ("product", "Product"),
    ("specification", "Specification"),
    ("order_number", "Order Number"),
    ("batch_number", "Lot Number"),
    ("demand", "Customer's Demand"),
    ("partner_name", "Customer's Name"),
    ("partner_email", "Customer's E-mail"),
    ("partner_phone", "Customer's Phone"),
    ("partner_address", "Customer's Address"),
    ("keep", "Keep as a Line of Text"),
    ("skip", "Leave Out"),
]
# What headers are called, in the registers we know. Compared without case and punctuation.
HEADERS = {
    "received_at": "date received|received|received on|received at|date|complaint date"
    "|受理日期|受理时间|受理時間|收到日期|投诉日期|投訴日期|日期",
    "last_moment": "date sent to company|closed on|closed at|date closed"
    "|结案日期|結案日期|关闭日期|關閉日期",
    "outcome": "company response to consumer|outcome|status|state of case"
    "|处理结果|處理結果|状态|狀態",
    "external_id": "id|complaint id|number|case number|reference"
    "|编号|編號|投诉编号|投訴編號|单号|單號",
    "name": "subject|title|标题|標題|主题|主題",
    "description": "consumer complaint narrative|description|content|complaint"
    "|投诉内容|投訴內容|内容|內容",
    "category": "issue|category|类别|類別|投诉类别|投訴類別",
    "subcategory": "sub-issue|subcategory|子类别|子類別",
    "channel": "submitted via|channel|渠道|来源|來源|投诉方式|投訴方式",
    "product": "product|产品|產品|品名",
    "specification": "sub-product|specification|model|规格|規格|型号|型號",
    "order_number": "order|order number|订单号|訂單號",
    "batch_number": "batch|lot|lot number|批号|批號",
    "demand": "demand|request|要求|客户要求|客戶要求",
    "partner_name": "customer|customer name|name|客户|客戶|客户名称|客戶名稱|姓名",
    "partner_email": "email|customer email|邮箱|郵箱|电子邮件|電子郵件",
    "partner_phone": "phone|telephone|电话|電話|联系电话|聯繫電話",
    "partner_address": "state|zip code|address|city|地址",
}


def plain(header):
    """Return a header without case, spaces and punctuation.

    >>> plain("Sub-issue "), plain("Timely response?"), plain("受理日期")
    ('subissue', 'timelyresponse', '受理日期')
    """
    return "".join(letter for letter in header.casefold() if letter.isalnum())


TARGET_OF = {
    plain(header): target for target, headers in HEADERS.items() for header in headers.split("|")
}


class CsmCaseImportColumn(models.Model):
    """One column of a register that is brought in, and what its cells become."""

    _name = "csm.case.import.column"
    _description = "Column of an Import"
    _order = "import_id, position"

    import_id = fields.Many2one(
        "csm.case.import", required=True, readonly=True, ondelete="cascade", index=True
    )
    position = fields.Integer(required=True, readonly=True)
    name = fields.Char("Column", readonly=True)
    sample = fields.Char("For Example", readonly=True)
    target = fields.Selection(TARGETS, "Becomes", required=True, default="keep")
