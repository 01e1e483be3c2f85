from odoo.tests import BaseCase, tagged

from . import house
from .access_table import rows
from .house_tree import tree


@tagged("post_install", "-at_install", "csm", "csm_common")
class TestCommonHouse(BaseCase):
    """The source tree keeps the rules of the house."""

    def assert_none(self, faults):
        if faults:
            self.fail("\n" + "\n".join(faults))

    def test_every_folder_is_a_known_room(self):
        self.assert_none(house.unknown_rooms(tree()))

    def test_no_room_names_a_model_of_a_later_room(self):
        self.assert_none(house.later_rooms_named(tree()))

    def test_one_model_per_file_named_like_the_model(self):
        self.assert_none(house.misnamed_models(tree()))

    def test_external_ids_follow_their_form(self):
        self.assert_none(house.misnamed_ids(tree()))

    def test_menus_stand_in_one_file(self):
        self.assert_none(house.scattered_menus(tree()))

    def test_every_test_file_has_a_name_of_its_own_and_runs(self):
        self.assert_none(house.misnamed_tests(tree()))

    def test_every_model_has_an_access_row_and_a_test_of_it(self):
        self.assert_none(house.models_without_access(tree(), rows()))

    def test_every_text_is_translatable(self):
        self.assert_none(house.untranslated_texts(tree()))

    def test_every_rule_has_its_article_with_catalogued_ids(self):
        self.assert_none(house.rules_without_article(tree()))

    def test_every_mark_names_catalogued_rules(self):
        self.assert_none(house.marks_without_rule(tree()))

    def test_the_manifest_lists_every_data_file(self):
        self.assert_none(house.unlisted_files(tree()))

    def test_every_model_file_is_imported(self):
        self.assert_none(house.unimported_files(tree()))

    def test_files_and_classes_stay_small(self):
        self.assert_none(house.oversized(tree()))

    def test_nothing_is_left_for_later(self):
        self.assert_none(house.leftovers(tree()))
