"""Read by `odoo shell`: build every bundle once, so that copies of the database find them built."""

env["ir.qweb"]._pregenerate_assets_bundles()  # noqa: F821 - the shell gives env
env.cr.commit()  # noqa: F821 - the shell gives env
