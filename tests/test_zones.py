import shapely

from bodymap import zones


def test_a_lobe_cut_off_by_the_rounding_is_left_out():
    body, neck = shapely.box(0, 0, 0.1, 0.1), shapely.box(0.1, 0.05, 0.13, 0.053)
    lobe = shapely.box(0.13, 0.04, 0.15, 0.06)
    around = shapely.box(-1, -1, 1, 1)
    region = shapely.union_all([body, neck, lobe])
    alone = zones.soften([region], around, 1e-4)
    assert shapely.get_num_geometries(alone) == 1
    assert not alone.intersects(lobe)
    assert alone.intersects(body)
    named = zones.soften([shapely.union_all([body, neck]), lobe], around, 1e-4)
    assert named.intersects(lobe)
