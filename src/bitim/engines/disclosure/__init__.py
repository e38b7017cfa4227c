"""Publishing counts so that nobody can be found in them: no figure under a floor, none to be had by subtraction.

The usual way, hiding small cells and then further cells so that totals do not give the small ones away (primary and
complementary suppression; Hundepool et al., Statistical Disclosure Control, 2012, ch. 4), has to be checked for every
table anew. Here everything that is published is made of *atoms*: groups of cells, apart from one another, each of at
least the floor. A published figure is the sum of some atoms, so whatever is added or subtracted is a sum of atoms too,
and no cell or group of cells under the floor can come out. Zero counts as small: that nobody came is told to nobody.
"""

from bitim.engines.disclosure.atoms import FLOOR, Atom, Published, publish

__all__ = ["FLOOR", "Atom", "Published", "publish"]
