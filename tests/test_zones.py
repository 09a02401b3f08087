import pandas as pd
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


def test_a_close_up_leaves_out_a_piece_of_a_zone_that_is_a_scrap_alone_and_keeps_what_goes_on_into_one():
    near, beside, far = shapely.box(0, 0, 0.1, 0.1), shapely.box(0.1, 0, 0.3, 0.1), shapely.box(0.5, 0, 0.7, 0.1)
    frame = shapely.box(0, 0, 0.53, 0.1)
    cut = [shape.intersection(frame) for shape in (near, beside.intersection(shapely.box(0, 0, 0.12, 1)), far)]
    regions = pd.DataFrame(
        [("near", "whole", near), ("beside", "whole", beside), ("far", "whole", far)]
        + [(name, "close", shape) for name, shape in zip(("near", "beside", "far"), cut, strict=True)],
        columns=["id", "view", "geometry"],
    )
    outlines, details = dict.fromkeys(("whole", "close"), shapely.box(-1, -1, 1, 1)), {"whole": 1e-4, "close": 1e-4}
    rows = zones.zone_rows(["beside;far;near", "far"], regions, outlines, details, {"close": "whole"})
    drawn = {(row["regions"], row["view"]): row["geometry"] for row in rows}
    assert drawn["beside;far;near", "whole"].intersects(far)
    assert not drawn["beside;far;near", "close"].intersects(far)
    assert drawn["beside;far;near", "close"].intersects(cut[1])
    assert ("far", "close") not in drawn
