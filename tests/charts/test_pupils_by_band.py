import pandas as pd

from dashboard.charts import theme
from dashboard.charts.pupils_by_band import pupils_by_band, pupils_by_band_sentence

BANDS = pd.DataFrame([("under_3", 100), ("10_to_15", 8), ("50_plus", 2)], columns=["band", "pupils"])


def test_a_band_without_pupils_is_a_bar_of_nothing():
    assert list(pupils_by_band(BANDS).data[0].y) == [100, 0, 0, 8, 0, 2]


def test_bands_from_ten_per_cent_stand_out():
    assert list(pupils_by_band(BANDS).data[0].marker.color) == [theme.LAST_YEAR] * 3 + [theme.DARK_BLUE] * 3


def test_the_title_counts_pupils_over_the_line():
    assert pupils_by_band_sentence(BANDS) == "10 of 110 pupils have missed 10% or more"
