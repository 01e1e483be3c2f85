"""Cuts a style sheet down to the rules a document can use."""

import tinycss2


class StyleSheet:
    """A style sheet, parsed once; most rules of a large one ask for classes no form has.

    >>> sheet = StyleSheet(".a b, .x {top: 0} .a .y, :not(.y) i {left: 0} @font-face {src: z}")
    >>> sorted(sheet.known({"a", "z"}))
    ['a']
    >>> sheet.cut({"a"})
    '.a b{top: 0}\\n:not(.y) i{left: 0}'
    >>> sheet.fonts
    '@font-face {src: z}'
    """

    def __init__(self, text):
        fonts, self._rules = [], []
        for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
            if rule.type == "qualified-rule":
                selectors = [(_text(tokens), _classes(tokens)) for tokens in _split(rule.prelude)]
                self._rules.append((selectors, tinycss2.serialize(rule.content)))
            elif rule.type == "at-rule" and rule.lower_at_keyword == "font-face":
                fonts.append(rule.serialize())
            elif rule.type == "at-rule":
                self._rules.append(([], rule.serialize()))
        self.fonts = "\n".join(fonts)
        self._names = set()
        for selectors, _content in self._rules:
            self._names.update(*(wanted for _selector, wanted in selectors))

    def known(self, names):
        """Return which of these classes the style sheet speaks of."""
        return frozenset(self._names & set(names))

    def cut(self, names):
        """Return the rules, in their order, for a document with these classes and no others."""
        kept = []
        for selectors, content in self._rules:
            fit = [text for text, wanted in selectors if wanted <= names]
            if fit:
                kept.append(f"{', '.join(fit)}{{{content}}}")
            elif not selectors:
                kept.append(content)
        return "\n".join(kept)


def _split(tokens):
    """Return the selectors of a list."""
    selectors = [[]]
    for token in tokens:
        if token.type == "literal" and token.value == ",":
            selectors.append([])
        else:
            selectors[-1].append(token)
    return selectors


def _text(tokens):
    return tinycss2.serialize(tokens).strip()


def _classes(tokens):
    """Return the classes a selector asks for; what stands in brackets asks for none."""
    return {
        name.value
        for dot, name in zip(tokens, tokens[1:], strict=False)
        if dot.type == "literal" and dot.value == "." and name.type == "ident"
    }
