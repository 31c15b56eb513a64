"""What symbols and labels compute of a feature, in the language of expressions of QGIS."""

AREA = "\"precision\" IN ('area-centroid', 'country-centroid')"
RED, BLUE = "#b3261e", "#1f5a8a"
SIZE = 'min(9, 1.8 + 1.1 * sqrt("mentions"))'  # millimetres
RINGED_KM = 300  # as in enrich.styles
NTH = 'coalesce("nth_at_point", 1)'
LINES = "STM|CNL|WAD|RD|RR|TRL"  # what begins the codes of rivers and roads, as in gazetteer.codes
# An area with a ring: no country, nothing larger than a ring is true of, nothing with an outline. A
# layer that has no such column has no outlines beside it.
OUTLINED = "coalesce(attribute('outlined'), 0) = 1"
SMALL = f'"precision" = \'area-centroid\' AND "radius_km" <= {RINGED_KM}'
IS_LINE = f"regexp_match(coalesce(\"feature\", ''), '^({LINES})') > 0"
RINGED = f"{SMALL} AND NOT ({OUTLINED}) AND NOT ({IS_LINE})"
# Of mentions, what lies "20 km north of" a town: the ring of a place is that of its layer.
RELATED = f"{SMALL} AND \"feature\" LIKE 'PPL%'"
# An outline too small to be seen, less than four millimetres, has its circle.
SEEN = f'{OUTLINED} AND "radius_km" * 2000000 / @map_scale > 4'
OF_DOCUMENTS = 'min(11, 1.2 + 0.9 * sqrt("documents"))'  # millimetres

# The circle of radius_km on a sphere, in degrees, corner by corner (spherical law of cosines). One
# that holds a pole is closed along the edge of the map, which ends at 85 degrees on web maps; one
# that crosses the antimeridian is cut there, for a projection would draw it across the map.
RING = """
with_variable('r', min(coalesce("radius_km", 1), 9000) / 6371.0088,
with_variable('f', radians($y),
with_variable('polar', abs(@f) + @r >= pi() / 2,
with_variable('corners', array_foreach(
    generate_series(CASE WHEN @polar THEN 3 ELSE 0 END, CASE WHEN @polar THEN 357 ELSE 360 END, 6),
  with_variable('b', radians(@element),
  with_variable('lat', asin(max(-1, min(1,
      sin(@f) * cos(@r) + cos(@f) * sin(@r) * cos(@b)))),
    make_point(
      $x + degrees(atan2(sin(@b) * sin(@r) * cos(@f), cos(@r) - sin(@f) * sin(@lat))),
      max(-85, min(85, degrees(@lat))))))),
with_variable('whole', CASE
  WHEN NOT @polar THEN make_polygon(make_line(@corners))
  ELSE with_variable('cap', CASE WHEN @f < 0 THEN -86 ELSE 86 END,
    with_variable('far', @cap / 86 * min(85, degrees(pi() - abs(@f) - @r)),
    make_polygon(make_line(array_cat(
      array(make_point($x - 180, @cap), make_point($x - 180, @far)),
      array_foreach(array_sort(array_foreach(@corners, x(@element))),
        with_variable('at', @element,
          array_first(array_filter(@corners, x(@element) = @at, 1)))),
      array(make_point($x + 180, @far), make_point($x + 180, @cap)))))))
  END,
CASE WHEN x_min(@whole) >= -180 AND x_max(@whole) <= 180 THEN @whole
  ELSE with_variable('east', x_max(@whole) > 180,
    with_variable('off', CASE WHEN @east THEN 360 ELSE -360 END,
    with_variable('world', make_rectangle_3points(
        make_point(-180, -90), make_point(-180, 90), make_point(180, 90)),
    with_variable('here', intersection(@whole, @world),
    with_variable('there', intersection(translate(@whole, -@off, 0), @world),
    coalesce(combine(@here, @there), collect_geometries(@here, @there)))))))
END)))))
""".strip()
