<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis hasScaleBasedVisibilityFlag="0" maxScale="0" symbologyReferenceScale="-1" labelsEnabled="1" simplifyAlgorithm="0" simplifyMaxScale="1" minScale="100000000" simplifyDrawingHints="1" simplifyLocal="1" styleCategories="Symbology|Labeling|Fields|Forms|MapTips|Rendering" version="3.22.16-Białowieża" simplifyDrawingTol="1">
  <renderer-v2 forceraster="0" type="RuleRenderer" referencescale="-1" symbollevels="0" enableorderby="1">
    <rules key="{c07d3713-f621-44df-95a2-3ea7822c3a1c}">
      <rule symbol="0" label="area or country, named as such: it lies within the ring" filter="&quot;precision&quot; IN ('area-centroid', 'country-centroid') AND &quot;role&quot; = 'literal'" key="{172ef079-8007-4d75-b236-16d9eaae18da}"/>
      <rule symbol="1" label="area or country, named for its government, team or people" filter="&quot;precision&quot; IN ('area-centroid', 'country-centroid') AND NOT coalesce(&quot;role&quot; = 'literal', false)" key="{d00a71b5-62f1-49db-92ea-6f1a83de254e}"/>
      <rule symbol="2" label="place, named as such" filter="NOT &quot;precision&quot; IN ('area-centroid', 'country-centroid') AND &quot;role&quot; = 'literal'" key="{cd456561-c96f-4426-bbfa-76259ebedc36}"/>
      <rule symbol="3" label="place, named for its government, team or people" filter="NOT &quot;precision&quot; IN ('area-centroid', 'country-centroid') AND NOT coalesce(&quot;role&quot; = 'literal', false)" key="{b7305087-bc97-4d7f-be3e-45eeaa099e01}"/>
    </rules>
    <symbols>
      <symbol type="marker" force_rhr="0" name="0" alpha="1" clip_to_extent="1">
        <data_defined_properties>
          <Option type="Map">
            <Option type="QString" value="" name="name"/>
            <Option name="properties"/>
            <Option type="QString" value="collection" name="type"/>
          </Option>
        </data_defined_properties>
        <layer locked="0" class="GeometryGenerator" enabled="1" pass="0">
          <Option type="Map">
            <Option type="QString" value="Fill" name="SymbolType"/>
            <Option type="QString" value="CASE WHEN &quot;nth_in_role&quot; = 1 OR &quot;feature&quot; LIKE 'PPL%' THEN with_variable('r', min(coalesce(&quot;radius_km&quot;, 1), 9000) / 6371.0088,&#xa;with_variable('f', radians($y),&#xa;with_variable('polar', abs(@f) + @r >= pi() / 2,&#xa;with_variable('corners', array_foreach(&#xa;    generate_series(CASE WHEN @polar THEN 3 ELSE 0 END, CASE WHEN @polar THEN 357 ELSE 360 END, 6),&#xa;  with_variable('b', radians(@element),&#xa;  with_variable('lat', asin(max(-1, min(1,&#xa;      sin(@f) * cos(@r) + cos(@f) * sin(@r) * cos(@b)))),&#xa;    make_point(&#xa;      $x + degrees(atan2(sin(@b) * sin(@r) * cos(@f), cos(@r) - sin(@f) * sin(@lat))),&#xa;      max(-85, min(85, degrees(@lat))))))),&#xa;with_variable('whole', CASE&#xa;  WHEN NOT @polar THEN make_polygon(make_line(@corners))&#xa;  ELSE with_variable('cap', CASE WHEN @f &lt; 0 THEN -86 ELSE 86 END,&#xa;    with_variable('far', @cap / 86 * min(85, degrees(pi() - abs(@f) - @r)),&#xa;    make_polygon(make_line(array_cat(&#xa;      array(make_point($x - 180, @cap), make_point($x - 180, @far)),&#xa;      array_foreach(array_sort(array_foreach(@corners, x(@element))),&#xa;        with_variable('at', @element,&#xa;          array_first(array_filter(@corners, x(@element) = @at, 1)))),&#xa;      array(make_point($x + 180, @far), make_point($x + 180, @cap)))))))&#xa;  END,&#xa;CASE WHEN x_min(@whole) >= -180 AND x_max(@whole) &lt;= 180 THEN @whole&#xa;  ELSE with_variable('east', x_max(@whole) > 180,&#xa;    with_variable('off', CASE WHEN @east THEN 360 ELSE -360 END,&#xa;    with_variable('world', make_rectangle_3points(&#xa;        make_point(-180, -90), make_point(-180, 90), make_point(180, 90)),&#xa;    with_variable('here', intersection(@whole, @world),&#xa;    with_variable('there', intersection(translate(@whole, -@off, 0), @world),&#xa;    coalesce(combine(@here, @there), collect_geometries(@here, @there)))))))&#xa;END))))) END" name="geometryModifier"/>
            <Option type="QString" value="MapUnit" name="units"/>
          </Option>
          <prop k="SymbolType" v="Fill"/>
          <prop k="geometryModifier" v="CASE WHEN &quot;nth_in_role&quot; = 1 OR &quot;feature&quot; LIKE 'PPL%' THEN with_variable('r', min(coalesce(&quot;radius_km&quot;, 1), 9000) / 6371.0088,&#xa;with_variable('f', radians($y),&#xa;with_variable('polar', abs(@f) + @r >= pi() / 2,&#xa;with_variable('corners', array_foreach(&#xa;    generate_series(CASE WHEN @polar THEN 3 ELSE 0 END, CASE WHEN @polar THEN 357 ELSE 360 END, 6),&#xa;  with_variable('b', radians(@element),&#xa;  with_variable('lat', asin(max(-1, min(1,&#xa;      sin(@f) * cos(@r) + cos(@f) * sin(@r) * cos(@b)))),&#xa;    make_point(&#xa;      $x + degrees(atan2(sin(@b) * sin(@r) * cos(@f), cos(@r) - sin(@f) * sin(@lat))),&#xa;      max(-85, min(85, degrees(@lat))))))),&#xa;with_variable('whole', CASE&#xa;  WHEN NOT @polar THEN make_polygon(make_line(@corners))&#xa;  ELSE with_variable('cap', CASE WHEN @f &lt; 0 THEN -86 ELSE 86 END,&#xa;    with_variable('far', @cap / 86 * min(85, degrees(pi() - abs(@f) - @r)),&#xa;    make_polygon(make_line(array_cat(&#xa;      array(make_point($x - 180, @cap), make_point($x - 180, @far)),&#xa;      array_foreach(array_sort(array_foreach(@corners, x(@element))),&#xa;        with_variable('at', @element,&#xa;          array_first(array_filter(@corners, x(@element) = @at, 1)))),&#xa;      array(make_point($x + 180, @far), make_point($x + 180, @cap)))))))&#xa;  END,&#xa;CASE WHEN x_min(@whole) >= -180 AND x_max(@whole) &lt;= 180 THEN @whole&#xa;  ELSE with_variable('east', x_max(@whole) > 180,&#xa;    with_variable('off', CASE WHEN @east THEN 360 ELSE -360 END,&#xa;    with_variable('world', make_rectangle_3points(&#xa;        make_point(-180, -90), make_point(-180, 90), make_point(180, 90)),&#xa;    with_variable('here', intersection(@whole, @world),&#xa;    with_variable('there', intersection(translate(@whole, -@off, 0), @world),&#xa;    coalesce(combine(@here, @there), collect_geometries(@here, @there)))))))&#xa;END))))) END"/>
          <prop k="units" v="MapUnit"/>
          <data_defined_properties>
            <Option type="Map">
              <Option type="QString" value="" name="name"/>
              <Option name="properties"/>
              <Option type="QString" value="collection" name="type"/>
            </Option>
          </data_defined_properties>
          <symbol type="fill" force_rhr="0" name="@0@0" alpha="1" clip_to_extent="1">
            <data_defined_properties>
              <Option type="Map">
                <Option type="QString" value="" name="name"/>
                <Option name="properties"/>
                <Option type="QString" value="collection" name="type"/>
              </Option>
            </data_defined_properties>
            <layer locked="0" class="SimpleFill" enabled="1" pass="0">
              <Option type="Map">
                <Option type="QString" value="3x:0,0,0,0,0,0" name="border_width_map_unit_scale"/>
                <Option type="QString" value="31,90,138,16" name="color"/>
                <Option type="QString" value="bevel" name="joinstyle"/>
                <Option type="QString" value="0,0" name="offset"/>
                <Option type="QString" value="3x:0,0,0,0,0,0" name="offset_map_unit_scale"/>
                <Option type="QString" value="MM" name="offset_unit"/>
                <Option type="QString" value="31,90,138,170" name="outline_color"/>
                <Option type="QString" value="solid" name="outline_style"/>
                <Option type="QString" value="0.3" name="outline_width"/>
                <Option type="QString" value="MM" name="outline_width_unit"/>
                <Option type="QString" value="solid" name="style"/>
              </Option>
              <prop k="border_width_map_unit_scale" v="3x:0,0,0,0,0,0"/>
              <prop k="color" v="31,90,138,16"/>
              <prop k="joinstyle" v="bevel"/>
              <prop k="offset" v="0,0"/>
              <prop k="offset_map_unit_scale" v="3x:0,0,0,0,0,0"/>
              <prop k="offset_unit" v="MM"/>
              <prop k="outline_color" v="31,90,138,170"/>
              <prop k="outline_style" v="solid"/>
              <prop k="outline_width" v="0.3"/>
              <prop k="outline_width_unit" v="MM"/>
              <prop k="style" v="solid"/>
              <data_defined_properties>
                <Option type="Map">
                  <Option type="QString" value="" name="name"/>
                  <Option name="properties"/>
                  <Option type="QString" value="collection" name="type"/>
                </Option>
              </data_defined_properties>
            </layer>
          </symbol>
        </layer>
        <layer locked="0" class="SimpleMarker" enabled="1" pass="0">
          <Option type="Map">
            <Option type="QString" value="0" name="angle"/>
            <Option type="QString" value="square" name="cap_style"/>
            <Option type="QString" value="31,90,138,80" name="color"/>
            <Option type="QString" value="1" name="horizontal_anchor_point"/>
            <Option type="QString" value="bevel" name="joinstyle"/>
            <Option type="QString" value="circle" name="name"/>
            <Option type="QString" value="0,0" name="offset"/>
            <Option type="QString" value="3x:0,0,0,0,0,0" name="offset_map_unit_scale"/>
            <Option type="QString" value="MM" name="offset_unit"/>
            <Option type="QString" value="31,90,138,255" name="outline_color"/>
            <Option type="QString" value="solid" name="outline_style"/>
            <Option type="QString" value="0.4" name="outline_width"/>
            <Option type="QString" value="3x:0,0,0,0,0,0" name="outline_width_map_unit_scale"/>
            <Option type="QString" value="MM" name="outline_width_unit"/>
            <Option type="QString" value="diameter" name="scale_method"/>
            <Option type="QString" value="2" name="size"/>
            <Option type="QString" value="3x:0,0,0,0,0,0" name="size_map_unit_scale"/>
            <Option type="QString" value="MM" name="size_unit"/>
            <Option type="QString" value="1" name="vertical_anchor_point"/>
          </Option>
          <prop k="angle" v="0"/>
          <prop k="cap_style" v="square"/>
          <prop k="color" v="31,90,138,80"/>
          <prop k="horizontal_anchor_point" v="1"/>
          <prop k="joinstyle" v="bevel"/>
          <prop k="name" v="circle"/>
          <prop k="offset" v="0,0"/>
          <prop k="offset_map_unit_scale" v="3x:0,0,0,0,0,0"/>
          <prop k="offset_unit" v="MM"/>
          <prop k="outline_color" v="31,90,138,255"/>
          <prop k="outline_style" v="solid"/>
          <prop k="outline_width" v="0.4"/>
          <prop k="outline_width_map_unit_scale" v="3x:0,0,0,0,0,0"/>
          <prop k="outline_width_unit" v="MM"/>
          <prop k="scale_method" v="diameter"/>
          <prop k="size" v="2"/>
          <prop k="size_map_unit_scale" v="3x:0,0,0,0,0,0"/>
          <prop k="size_unit" v="MM"/>
          <prop k="vertical_anchor_point" v="1"/>
          <data_defined_properties>
            <Option type="Map">
              <Option type="QString" value="" name="name"/>
              <Option type="Map" name="properties">
                <Option type="Map" name="offset">
                  <Option type="bool" value="true" name="active"/>
                  <Option type="QString" value="with_variable('n', coalesce(&quot;nth_at_point&quot;, 1) - 1, array(1.9 * sqrt(@n) * cos(@n * 2.39996), 1.9 * sqrt(@n) * sin(@n * 2.39996)))" name="expression"/>
                  <Option type="int" value="3" name="type"/>
                </Option>
                <Option type="Map" name="size">
                  <Option type="bool" value="true" name="active"/>
                  <Option type="QString" value="0.6 * (2)" name="expression"/>
                  <Option type="int" value="3" name="type"/>
                </Option>
              </Option>
              <Option type="QString" value="collection" name="type"/>
            </Option>
          </data_defined_properties>
        </layer>
      </symbol>
      <symbol type="marker" force_rhr="0" name="1" alpha="1" clip_to_extent="1">
        <data_defined_properties>
          <Option type="Map">
            <Option type="QString" value="" name="name"/>
            <Option name="properties"/>
            <Option type="QString" value="collection" name="type"/>
          </Option>
        </data_defined_properties>
        <layer locked="0" class="GeometryGenerator" enabled="1" pass="0">
          <Option type="Map">
            <Option type="QString" value="Fill" name="SymbolType"/>
            <Option type="QString" value="CASE WHEN &quot;nth_in_role&quot; = 1 OR &quot;feature&quot; LIKE 'PPL%' THEN with_variable('r', min(coalesce(&quot;radius_km&quot;, 1), 9000) / 6371.0088,&#xa;with_variable('f', radians($y),&#xa;with_variable('polar', abs(@f) + @r >= pi() / 2,&#xa;with_variable('corners', array_foreach(&#xa;    generate_series(CASE WHEN @polar THEN 3 ELSE 0 END, CASE WHEN @polar THEN 357 ELSE 360 END, 6),&#xa;  with_variable('b', radians(@element),&#xa;  with_variable('lat', asin(max(-1, min(1,&#xa;      sin(@f) * cos(@r) + cos(@f) * sin(@r) * cos(@b)))),&#xa;    make_point(&#xa;      $x + degrees(atan2(sin(@b) * sin(@r) * cos(@f), cos(@r) - sin(@f) * sin(@lat))),&#xa;      max(-85, min(85, degrees(@lat))))))),&#xa;with_variable('whole', CASE&#xa;  WHEN NOT @polar THEN make_polygon(make_line(@corners))&#xa;  ELSE with_variable('cap', CASE WHEN @f &lt; 0 THEN -86 ELSE 86 END,&#xa;    with_variable('far', @cap / 86 * min(85, degrees(pi() - abs(@f) - @r)),&#xa;    make_polygon(make_line(array_cat(&#xa;      array(make_point($x - 180, @cap), make_point($x - 180, @far)),&#xa;      array_foreach(array_sort(array_foreach(@corners, x(@element))),&#xa;        with_variable('at', @element,&#xa;          array_first(array_filter(@corners, x(@element) = @at, 1)))),&#xa;      array(make_point($x + 180, @far), make_point($x + 180, @cap)))))))&#xa;  END,&#xa;CASE WHEN x_min(@whole) >= -180 AND x_max(@whole) &lt;= 180 THEN @whole&#xa;  ELSE with_variable('east', x_max(@whole) > 180,&#xa;    with_variable('off', CASE WHEN @east THEN 360 ELSE -360 END,&#xa;    with_variable('world', make_rectangle_3points(&#xa;        make_point(-180, -90), make_point(-180, 90), make_point(180, 90)),&#xa;    with_variable('here', intersection(@whole, @world),&#xa;    with_variable('there', intersection(translate(@whole, -@off, 0), @world),&#xa;    coalesce(combine(@here, @there), collect_geometries(@here, @there)))))))&#xa;END))))) END" name="geometryModifier"/>
            <Option type="QString" value="MapUnit" name="units"/>
          </Option>
          <prop k="SymbolType" v="Fill"/>
          <prop k="geometryModifier" v="CASE WHEN &quot;nth_in_role&quot; = 1 OR &quot;feature&quot; LIKE 'PPL%' THEN with_variable('r', min(coalesce(&quot;radius_km&quot;, 1), 9000) / 6371.0088,&#xa;with_variable('f', radians($y),&#xa;with_variable('polar', abs(@f) + @r >= pi() / 2,&#xa;with_variable('corners', array_foreach(&#xa;    generate_series(CASE WHEN @polar THEN 3 ELSE 0 END, CASE WHEN @polar THEN 357 ELSE 360 END, 6),&#xa;  with_variable('b', radians(@element),&#xa;  with_variable('lat', asin(max(-1, min(1,&#xa;      sin(@f) * cos(@r) + cos(@f) * sin(@r) * cos(@b)))),&#xa;    make_point(&#xa;      $x + degrees(atan2(sin(@b) * sin(@r) * cos(@f), cos(@r) - sin(@f) * sin(@lat))),&#xa;      max(-85, min(85, degrees(@lat))))))),&#xa;with_variable('whole', CASE&#xa;  WHEN NOT @polar THEN make_polygon(make_line(@corners))&#xa;  ELSE with_variable('cap', CASE WHEN @f &lt; 0 THEN -86 ELSE 86 END,&#xa;    with_variable('far', @cap / 86 * min(85, degrees(pi() - abs(@f) - @r)),&#xa;    make_polygon(make_line(array_cat(&#xa;      array(make_point($x - 180, @cap), make_point($x - 180, @far)),&#xa;      array_foreach(array_sort(array_foreach(@corners, x(@element))),&#xa;        with_variable('at', @element,&#xa;          array_first(array_filter(@corners, x(@element) = @at, 1)))),&#xa;      array(make_point($x + 180, @far), make_point($x + 180, @cap)))))))&#xa;  END,&#xa;CASE WHEN x_min(@whole) >= -180 AND x_max(@whole) &lt;= 180 THEN @whole&#xa;  ELSE with_variable('east', x_max(@whole) > 180,&#xa;    with_variable('off', CASE WHEN @east THEN 360 ELSE -360 END,&#xa;    with_variable('world', make_rectangle_3points(&#xa;        make_point(-180, -90), make_point(-180, 90), make_point(180, 90)),&#xa;    with_variable('here', intersection(@whole, @world),&#xa;    with_variable('there', intersection(translate(@whole, -@off, 0), @world),&#xa;    coalesce(combine(@here, @there), collect_geometries(@here, @there)))))))&#xa;END))))) END"/>
          <prop k="units" v="MapUnit"/>
          <data_defined_properties>
            <Option type="Map">
              <Option type="QString" value="" name="name"/>
              <Option name="properties"/>
              <Option type="QString" value="collection" name="type"/>
            </Option>
          </data_defined_properties>
          <symbol type="fill" force_rhr="0" name="@1@0" alpha="1" clip_to_extent="1">
            <data_defined_properties>
              <Option type="Map">
                <Option type="QString" value="" name="name"/>
                <Option name="properties"/>
                <Option type="QString" value="collection" name="type"/>
              </Option>
            </data_defined_properties>
            <layer locked="0" class="SimpleFill" enabled="1" pass="0">
              <Option type="Map">
                <Option type="QString" value="3x:0,0,0,0,0,0" name="border_width_map_unit_scale"/>
                <Option type="QString" value="31,90,138,0" name="color"/>
                <Option type="QString" value="bevel" name="joinstyle"/>
                <Option type="QString" value="0,0" name="offset"/>
                <Option type="QString" value="3x:0,0,0,0,0,0" name="offset_map_unit_scale"/>
                <Option type="QString" value="MM" name="offset_unit"/>
                <Option type="QString" value="31,90,138,170" name="outline_color"/>
                <Option type="QString" value="dash" name="outline_style"/>
                <Option type="QString" value="0.3" name="outline_width"/>
                <Option type="QString" value="MM" name="outline_width_unit"/>
                <Option type="QString" value="solid" name="style"/>
              </Option>
              <prop k="border_width_map_unit_scale" v="3x:0,0,0,0,0,0"/>
              <prop k="color" v="31,90,138,0"/>
              <prop k="joinstyle" v="bevel"/>
              <prop k="offset" v="0,0"/>
              <prop k="offset_map_unit_scale" v="3x:0,0,0,0,0,0"/>
              <prop k="offset_unit" v="MM"/>
              <prop k="outline_color" v="31,90,138,170"/>
              <prop k="outline_style" v="dash"/>
              <prop k="outline_width" v="0.3"/>
              <prop k="outline_width_unit" v="MM"/>
              <prop k="style" v="solid"/>
              <data_defined_properties>
                <Option type="Map">
                  <Option type="QString" value="" name="name"/>
                  <Option name="properties"/>
                  <Option type="QString" value="collection" name="type"/>
                </Option>
              </data_defined_properties>
            </layer>
          </symbol>
        </layer>
        <layer locked="0" class="SimpleMarker" enabled="1" pass="0">
          <Option type="Map">
            <Option type="QString" value="0" name="angle"/>
            <Option type="QString" value="square" name="cap_style"/>
            <Option type="QString" value="255,255,255,235" name="color"/>
            <Option type="QString" value="1" name="horizontal_anchor_point"/>
            <Option type="QString" value="bevel" name="joinstyle"/>
            <Option type="QString" value="circle" name="name"/>
            <Option type="QString" value="0,0" name="offset"/>
            <Option type="QString" value="3x:0,0,0,0,0,0" name="offset_map_unit_scale"/>
            <Option type="QString" value="MM" name="offset_unit"/>
            <Option type="QString" value="31,90,138,255" name="outline_color"/>
            <Option type="QString" value="solid" name="outline_style"/>
            <Option type="QString" value="0.4" name="outline_width"/>
            <Option type="QString" value="3x:0,0,0,0,0,0" name="outline_width_map_unit_scale"/>
            <Option type="QString" value="MM" name="outline_width_unit"/>
            <Option type="QString" value="diameter" name="scale_method"/>
            <Option type="QString" value="2" name="size"/>
            <Option type="QString" value="3x:0,0,0,0,0,0" name="size_map_unit_scale"/>
            <Option type="QString" value="MM" name="size_unit"/>
            <Option type="QString" value="1" name="vertical_anchor_point"/>
          </Option>
          <prop k="angle" v="0"/>
          <prop k="cap_style" v="square"/>
          <prop k="color" v="255,255,255,235"/>
          <prop k="horizontal_anchor_point" v="1"/>
          <prop k="joinstyle" v="bevel"/>
          <prop k="name" v="circle"/>
          <prop k="offset" v="0,0"/>
          <prop k="offset_map_unit_scale" v="3x:0,0,0,0,0,0"/>
          <prop k="offset_unit" v="MM"/>
          <prop k="outline_color" v="31,90,138,255"/>
          <prop k="outline_style" v="solid"/>
          <prop k="outline_width" v="0.4"/>
          <prop k="outline_width_map_unit_scale" v="3x:0,0,0,0,0,0"/>
          <prop k="outline_width_unit" v="MM"/>
          <prop k="scale_method" v="diameter"/>
          <prop k="size" v="2"/>
          <prop k="size_map_unit_scale" v="3x:0,0,0,0,0,0"/>
          <prop k="size_unit" v="MM"/>
          <prop k="vertical_anchor_point" v="1"/>
          <data_defined_properties>
            <Option type="Map">
              <Option type="QString" value="" name="name"/>
              <Option type="Map" name="properties">
                <Option type="Map" name="offset">
                  <Option type="bool" value="true" name="active"/>
                  <Option type="QString" value="with_variable('n', coalesce(&quot;nth_at_point&quot;, 1) - 1, array(1.9 * sqrt(@n) * cos(@n * 2.39996), 1.9 * sqrt(@n) * sin(@n * 2.39996)))" name="expression"/>
                  <Option type="int" value="3" name="type"/>
                </Option>
                <Option type="Map" name="size">
                  <Option type="bool" value="true" name="active"/>
                  <Option type="QString" value="0.6 * (2)" name="expression"/>
                  <Option type="int" value="3" name="type"/>
                </Option>
              </Option>
              <Option type="QString" value="collection" name="type"/>
            </Option>
          </data_defined_properties>
        </layer>
      </symbol>
      <symbol type="marker" force_rhr="0" name="2" alpha="1" clip_to_extent="1">
        <data_defined_properties>
          <Option type="Map">
            <Option type="QString" value="" name="name"/>
            <Option name="properties"/>
            <Option type="QString" value="collection" name="type"/>
          </Option>
        </data_defined_properties>
        <layer locked="0" class="SimpleMarker" enabled="1" pass="0">
          <Option type="Map">
            <Option type="QString" value="0" name="angle"/>
            <Option type="QString" value="square" name="cap_style"/>
            <Option type="QString" value="179,38,30,200" name="color"/>
            <Option type="QString" value="1" name="horizontal_anchor_point"/>
            <Option type="QString" value="bevel" name="joinstyle"/>
            <Option type="QString" value="circle" name="name"/>
            <Option type="QString" value="0,0" name="offset"/>
            <Option type="QString" value="3x:0,0,0,0,0,0" name="offset_map_unit_scale"/>
            <Option type="QString" value="MM" name="offset_unit"/>
            <Option type="QString" value="255,255,255,255" name="outline_color"/>
            <Option type="QString" value="solid" name="outline_style"/>
            <Option type="QString" value="0.3" name="outline_width"/>
            <Option type="QString" value="3x:0,0,0,0,0,0" name="outline_width_map_unit_scale"/>
            <Option type="QString" value="MM" name="outline_width_unit"/>
            <Option type="QString" value="diameter" name="scale_method"/>
            <Option type="QString" value="2" name="size"/>
            <Option type="QString" value="3x:0,0,0,0,0,0" name="size_map_unit_scale"/>
            <Option type="QString" value="MM" name="size_unit"/>
            <Option type="QString" value="1" name="vertical_anchor_point"/>
          </Option>
          <prop k="angle" v="0"/>
          <prop k="cap_style" v="square"/>
          <prop k="color" v="179,38,30,200"/>
          <prop k="horizontal_anchor_point" v="1"/>
          <prop k="joinstyle" v="bevel"/>
          <prop k="name" v="circle"/>
          <prop k="offset" v="0,0"/>
          <prop k="offset_map_unit_scale" v="3x:0,0,0,0,0,0"/>
          <prop k="offset_unit" v="MM"/>
          <prop k="outline_color" v="255,255,255,255"/>
          <prop k="outline_style" v="solid"/>
          <prop k="outline_width" v="0.3"/>
          <prop k="outline_width_map_unit_scale" v="3x:0,0,0,0,0,0"/>
          <prop k="outline_width_unit" v="MM"/>
          <prop k="scale_method" v="diameter"/>
          <prop k="size" v="2"/>
          <prop k="size_map_unit_scale" v="3x:0,0,0,0,0,0"/>
          <prop k="size_unit" v="MM"/>
          <prop k="vertical_anchor_point" v="1"/>
          <data_defined_properties>
            <Option type="Map">
              <Option type="QString" value="" name="name"/>
              <Option type="Map" name="properties">
                <Option type="Map" name="offset">
                  <Option type="bool" value="true" name="active"/>
                  <Option type="QString" value="with_variable('n', coalesce(&quot;nth_at_point&quot;, 1) - 1, array(1.9 * sqrt(@n) * cos(@n * 2.39996), 1.9 * sqrt(@n) * sin(@n * 2.39996)))" name="expression"/>
                  <Option type="int" value="3" name="type"/>
                </Option>
                <Option type="Map" name="size">
                  <Option type="bool" value="true" name="active"/>
                  <Option type="QString" value="2" name="expression"/>
                  <Option type="int" value="3" name="type"/>
                </Option>
              </Option>
              <Option type="QString" value="collection" name="type"/>
            </Option>
          </data_defined_properties>
        </layer>
      </symbol>
      <symbol type="marker" force_rhr="0" name="3" alpha="1" clip_to_extent="1">
        <data_defined_properties>
          <Option type="Map">
            <Option type="QString" value="" name="name"/>
            <Option name="properties"/>
            <Option type="QString" value="collection" name="type"/>
          </Option>
        </data_defined_properties>
        <layer locked="0" class="SimpleMarker" enabled="1" pass="0">
          <Option type="Map">
            <Option type="QString" value="0" name="angle"/>
            <Option type="QString" value="square" name="cap_style"/>
            <Option type="QString" value="255,255,255,235" name="color"/>
            <Option type="QString" value="1" name="horizontal_anchor_point"/>
            <Option type="QString" value="bevel" name="joinstyle"/>
            <Option type="QString" value="circle" name="name"/>
            <Option type="QString" value="0,0" name="offset"/>
            <Option type="QString" value="3x:0,0,0,0,0,0" name="offset_map_unit_scale"/>
            <Option type="QString" value="MM" name="offset_unit"/>
            <Option type="QString" value="179,38,30,255" name="outline_color"/>
            <Option type="QString" value="solid" name="outline_style"/>
            <Option type="QString" value="0.6" name="outline_width"/>
            <Option type="QString" value="3x:0,0,0,0,0,0" name="outline_width_map_unit_scale"/>
            <Option type="QString" value="MM" name="outline_width_unit"/>
            <Option type="QString" value="diameter" name="scale_method"/>
            <Option type="QString" value="2" name="size"/>
            <Option type="QString" value="3x:0,0,0,0,0,0" name="size_map_unit_scale"/>
            <Option type="QString" value="MM" name="size_unit"/>
            <Option type="QString" value="1" name="vertical_anchor_point"/>
          </Option>
          <prop k="angle" v="0"/>
          <prop k="cap_style" v="square"/>
          <prop k="color" v="255,255,255,235"/>
          <prop k="horizontal_anchor_point" v="1"/>
          <prop k="joinstyle" v="bevel"/>
          <prop k="name" v="circle"/>
          <prop k="offset" v="0,0"/>
          <prop k="offset_map_unit_scale" v="3x:0,0,0,0,0,0"/>
          <prop k="offset_unit" v="MM"/>
          <prop k="outline_color" v="179,38,30,255"/>
          <prop k="outline_style" v="solid"/>
          <prop k="outline_width" v="0.6"/>
          <prop k="outline_width_map_unit_scale" v="3x:0,0,0,0,0,0"/>
          <prop k="outline_width_unit" v="MM"/>
          <prop k="scale_method" v="diameter"/>
          <prop k="size" v="2"/>
          <prop k="size_map_unit_scale" v="3x:0,0,0,0,0,0"/>
          <prop k="size_unit" v="MM"/>
          <prop k="vertical_anchor_point" v="1"/>
          <data_defined_properties>
            <Option type="Map">
              <Option type="QString" value="" name="name"/>
              <Option type="Map" name="properties">
                <Option type="Map" name="offset">
                  <Option type="bool" value="true" name="active"/>
                  <Option type="QString" value="with_variable('n', coalesce(&quot;nth_at_point&quot;, 1) - 1, array(1.9 * sqrt(@n) * cos(@n * 2.39996), 1.9 * sqrt(@n) * sin(@n * 2.39996)))" name="expression"/>
                  <Option type="int" value="3" name="type"/>
                </Option>
                <Option type="Map" name="size">
                  <Option type="bool" value="true" name="active"/>
                  <Option type="QString" value="2" name="expression"/>
                  <Option type="int" value="3" name="type"/>
                </Option>
              </Option>
              <Option type="QString" value="collection" name="type"/>
            </Option>
          </data_defined_properties>
        </layer>
      </symbol>
    </symbols>
    <orderby>
      <orderByClause nullsFirst="0" asc="0">"nth_at_point"</orderByClause>
    </orderby>
  </renderer-v2>
  <labeling type="simple">
    <settings calloutType="simple">
      <text-style fontItalic="0" textOrientation="horizontal" useSubstitutions="0" allowHtml="0" capitalization="0" textOpacity="1" fontUnderline="0" fontSize="8.5" fontLetterSpacing="0" fontWordSpacing="0" fontSizeUnit="Point" fontSizeMapUnitScale="3x:0,0,0,0,0,0" textColor="34,34,34,255" legendString="Aa" fontKerning="1" fontWeight="50" multilineHeight="1" isExpression="1" fieldName="CASE WHEN &quot;nth_of_place&quot; = 1 THEN &quot;name&quot; END" fontStrikeout="0" previewBkgrdColor="255,255,255,255" namedStyle="" fontFamily="DejaVu LGC Sans" blendMode="0">
        <families/>
        <text-buffer bufferSize="0.80000000000000004" bufferSizeUnits="MM" bufferJoinStyle="128" bufferNoFill="1" bufferOpacity="1" bufferColor="255,255,255,255" bufferSizeMapUnitScale="3x:0,0,0,0,0,0" bufferDraw="1" bufferBlendMode="0"/>
        <text-mask maskOpacity="1" maskSizeUnits="MM" maskEnabled="0" maskSize="1.5" maskSizeMapUnitScale="3x:0,0,0,0,0,0" maskJoinStyle="128" maskType="0" maskedSymbolLayers=""/>
        <background shapeJoinStyle="64" shapeRotationType="0" shapeRadiiMapUnitScale="3x:0,0,0,0,0,0" shapeSizeType="0" shapeOffsetX="0" shapeOffsetUnit="MM" shapeOffsetMapUnitScale="3x:0,0,0,0,0,0" shapeBorderColor="128,128,128,255" shapeFillColor="255,255,255,255" shapeSizeMapUnitScale="3x:0,0,0,0,0,0" shapeDraw="0" shapeRadiiY="0" shapeRotation="0" shapeRadiiX="0" shapeBorderWidthMapUnitScale="3x:0,0,0,0,0,0" shapeSVGFile="" shapeRadiiUnit="MM" shapeSizeUnit="MM" shapeSizeY="0" shapeType="0" shapeBlendMode="0" shapeBorderWidth="0" shapeOpacity="1" shapeOffsetY="0" shapeSizeX="0" shapeBorderWidthUnit="MM">
          <symbol type="fill" force_rhr="0" name="fillSymbol" alpha="1" clip_to_extent="1">
            <data_defined_properties>
              <Option type="Map">
                <Option type="QString" value="" name="name"/>
                <Option name="properties"/>
                <Option type="QString" value="collection" name="type"/>
              </Option>
            </data_defined_properties>
            <layer locked="0" class="SimpleFill" enabled="1" pass="0">
              <Option type="Map">
                <Option type="QString" value="3x:0,0,0,0,0,0" name="border_width_map_unit_scale"/>
                <Option type="QString" value="255,255,255,255" name="color"/>
                <Option type="QString" value="bevel" name="joinstyle"/>
                <Option type="QString" value="0,0" name="offset"/>
                <Option type="QString" value="3x:0,0,0,0,0,0" name="offset_map_unit_scale"/>
                <Option type="QString" value="MM" name="offset_unit"/>
                <Option type="QString" value="128,128,128,255" name="outline_color"/>
                <Option type="QString" value="no" name="outline_style"/>
                <Option type="QString" value="0" name="outline_width"/>
                <Option type="QString" value="MM" name="outline_width_unit"/>
                <Option type="QString" value="solid" name="style"/>
              </Option>
              <prop k="border_width_map_unit_scale" v="3x:0,0,0,0,0,0"/>
              <prop k="color" v="255,255,255,255"/>
              <prop k="joinstyle" v="bevel"/>
              <prop k="offset" v="0,0"/>
              <prop k="offset_map_unit_scale" v="3x:0,0,0,0,0,0"/>
              <prop k="offset_unit" v="MM"/>
              <prop k="outline_color" v="128,128,128,255"/>
              <prop k="outline_style" v="no"/>
              <prop k="outline_width" v="0"/>
              <prop k="outline_width_unit" v="MM"/>
              <prop k="style" v="solid"/>
              <data_defined_properties>
                <Option type="Map">
                  <Option type="QString" value="" name="name"/>
                  <Option name="properties"/>
                  <Option type="QString" value="collection" name="type"/>
                </Option>
              </data_defined_properties>
            </layer>
          </symbol>
        </background>
        <shadow shadowOpacity="0.69999999999999996" shadowOffsetAngle="135" shadowOffsetUnit="MM" shadowOffsetGlobal="1" shadowRadiusAlphaOnly="0" shadowUnder="0" shadowDraw="0" shadowRadius="1.5" shadowOffsetDist="1" shadowScale="100" shadowColor="0,0,0,255" shadowRadiusUnit="MM" shadowRadiusMapUnitScale="3x:0,0,0,0,0,0" shadowBlendMode="6" shadowOffsetMapUnitScale="3x:0,0,0,0,0,0"/>
        <dd_properties>
          <Option type="Map">
            <Option type="QString" value="" name="name"/>
            <Option name="properties"/>
            <Option type="QString" value="collection" name="type"/>
          </Option>
        </dd_properties>
        <substitutions/>
      </text-style>
      <text-format formatNumbers="0" plussign="0" multilineAlign="3" decimals="3" wrapChar="" addDirectionSymbol="0" leftDirectionSymbol="&lt;" placeDirectionSymbol="0" autoWrapLength="0" rightDirectionSymbol=">" useMaxLineLengthForAutoWrap="1" reverseDirectionSymbol="0"/>
      <placement predefinedPositionOrder="TR,TL,BR,BL,R,L,TSR,BSR" centroidInside="0" repeatDistance="0" yOffset="0" overrunDistanceMapUnitScale="3x:0,0,0,0,0,0" preserveRotation="1" offsetUnits="MM" priority="1" rotationAngle="0" maxCurvedCharAngleIn="25" labelOffsetMapUnitScale="3x:0,0,0,0,0,0" rotationUnit="AngleDegrees" placementFlags="10" offsetType="0" lineAnchorType="0" quadOffset="4" geometryGeneratorEnabled="0" xOffset="0" fitInPolygonOnly="0" geometryGenerator="" placement="6" geometryGeneratorType="PointGeometry" layerType="UnknownGeometry" distUnits="MM" maxCurvedCharAngleOut="-25" polygonPlacementFlags="2" dist="1.6000000000000001" distMapUnitScale="3x:0,0,0,0,0,0" overrunDistance="0" lineAnchorPercent="0.5" centroidWhole="0" repeatDistanceUnits="MM" overrunDistanceUnit="MM" repeatDistanceMapUnitScale="3x:0,0,0,0,0,0" lineAnchorClipping="0"/>
      <rendering fontMaxPixelSize="10000" mergeLines="0" zIndex="0" scaleMin="0" obstacleType="1" upsidedownLabels="0" drawLabels="1" fontLimitPixelSize="0" minFeatureSize="0" limitNumLabels="0" scaleVisibility="1" obstacleFactor="1" fontMinPixelSize="0" scaleMax="5000000" obstacle="0" maxNumLabels="2000" displayAll="0" unplacedVisibility="0" labelPerPart="0"/>
      <dd_properties>
        <Option type="Map">
          <Option type="QString" value="" name="name"/>
          <Option name="properties"/>
          <Option type="QString" value="collection" name="type"/>
        </Option>
      </dd_properties>
      <callout type="simple">
        <Option type="Map">
          <Option type="QString" value="pole_of_inaccessibility" name="anchorPoint"/>
          <Option type="int" value="0" name="blendMode"/>
          <Option type="Map" name="ddProperties">
            <Option type="QString" value="" name="name"/>
            <Option name="properties"/>
            <Option type="QString" value="collection" name="type"/>
          </Option>
          <Option type="bool" value="false" name="drawToAllParts"/>
          <Option type="QString" value="0" name="enabled"/>
          <Option type="QString" value="point_on_exterior" name="labelAnchorPoint"/>
          <Option type="QString" value="&lt;symbol type=&quot;line&quot; force_rhr=&quot;0&quot; name=&quot;symbol&quot; alpha=&quot;1&quot; clip_to_extent=&quot;1&quot;>&lt;data_defined_properties>&lt;Option type=&quot;Map&quot;>&lt;Option type=&quot;QString&quot; value=&quot;&quot; name=&quot;name&quot;/>&lt;Option name=&quot;properties&quot;/>&lt;Option type=&quot;QString&quot; value=&quot;collection&quot; name=&quot;type&quot;/>&lt;/Option>&lt;/data_defined_properties>&lt;layer locked=&quot;0&quot; class=&quot;SimpleLine&quot; enabled=&quot;1&quot; pass=&quot;0&quot;>&lt;Option type=&quot;Map&quot;>&lt;Option type=&quot;QString&quot; value=&quot;0&quot; name=&quot;align_dash_pattern&quot;/>&lt;Option type=&quot;QString&quot; value=&quot;square&quot; name=&quot;capstyle&quot;/>&lt;Option type=&quot;QString&quot; value=&quot;5;2&quot; name=&quot;customdash&quot;/>&lt;Option type=&quot;QString&quot; value=&quot;3x:0,0,0,0,0,0&quot; name=&quot;customdash_map_unit_scale&quot;/>&lt;Option type=&quot;QString&quot; value=&quot;MM&quot; name=&quot;customdash_unit&quot;/>&lt;Option type=&quot;QString&quot; value=&quot;0&quot; name=&quot;dash_pattern_offset&quot;/>&lt;Option type=&quot;QString&quot; value=&quot;3x:0,0,0,0,0,0&quot; name=&quot;dash_pattern_offset_map_unit_scale&quot;/>&lt;Option type=&quot;QString&quot; value=&quot;MM&quot; name=&quot;dash_pattern_offset_unit&quot;/>&lt;Option type=&quot;QString&quot; value=&quot;0&quot; name=&quot;draw_inside_polygon&quot;/>&lt;Option type=&quot;QString&quot; value=&quot;bevel&quot; name=&quot;joinstyle&quot;/>&lt;Option type=&quot;QString&quot; value=&quot;60,60,60,255&quot; name=&quot;line_color&quot;/>&lt;Option type=&quot;QString&quot; value=&quot;solid&quot; name=&quot;line_style&quot;/>&lt;Option type=&quot;QString&quot; value=&quot;0.3&quot; name=&quot;line_width&quot;/>&lt;Option type=&quot;QString&quot; value=&quot;MM&quot; name=&quot;line_width_unit&quot;/>&lt;Option type=&quot;QString&quot; value=&quot;0&quot; name=&quot;offset&quot;/>&lt;Option type=&quot;QString&quot; value=&quot;3x:0,0,0,0,0,0&quot; name=&quot;offset_map_unit_scale&quot;/>&lt;Option type=&quot;QString&quot; value=&quot;MM&quot; name=&quot;offset_unit&quot;/>&lt;Option type=&quot;QString&quot; value=&quot;0&quot; name=&quot;ring_filter&quot;/>&lt;Option type=&quot;QString&quot; value=&quot;0&quot; name=&quot;trim_distance_end&quot;/>&lt;Option type=&quot;QString&quot; value=&quot;3x:0,0,0,0,0,0&quot; name=&quot;trim_distance_end_map_unit_scale&quot;/>&lt;Option type=&quot;QString&quot; value=&quot;MM&quot; name=&quot;trim_distance_end_unit&quot;/>&lt;Option type=&quot;QString&quot; value=&quot;0&quot; name=&quot;trim_distance_start&quot;/>&lt;Option type=&quot;QString&quot; value=&quot;3x:0,0,0,0,0,0&quot; name=&quot;trim_distance_start_map_unit_scale&quot;/>&lt;Option type=&quot;QString&quot; value=&quot;MM&quot; name=&quot;trim_distance_start_unit&quot;/>&lt;Option type=&quot;QString&quot; value=&quot;0&quot; name=&quot;tweak_dash_pattern_on_corners&quot;/>&lt;Option type=&quot;QString&quot; value=&quot;0&quot; name=&quot;use_custom_dash&quot;/>&lt;Option type=&quot;QString&quot; value=&quot;3x:0,0,0,0,0,0&quot; name=&quot;width_map_unit_scale&quot;/>&lt;/Option>&lt;prop k=&quot;align_dash_pattern&quot; v=&quot;0&quot;/>&lt;prop k=&quot;capstyle&quot; v=&quot;square&quot;/>&lt;prop k=&quot;customdash&quot; v=&quot;5;2&quot;/>&lt;prop k=&quot;customdash_map_unit_scale&quot; v=&quot;3x:0,0,0,0,0,0&quot;/>&lt;prop k=&quot;customdash_unit&quot; v=&quot;MM&quot;/>&lt;prop k=&quot;dash_pattern_offset&quot; v=&quot;0&quot;/>&lt;prop k=&quot;dash_pattern_offset_map_unit_scale&quot; v=&quot;3x:0,0,0,0,0,0&quot;/>&lt;prop k=&quot;dash_pattern_offset_unit&quot; v=&quot;MM&quot;/>&lt;prop k=&quot;draw_inside_polygon&quot; v=&quot;0&quot;/>&lt;prop k=&quot;joinstyle&quot; v=&quot;bevel&quot;/>&lt;prop k=&quot;line_color&quot; v=&quot;60,60,60,255&quot;/>&lt;prop k=&quot;line_style&quot; v=&quot;solid&quot;/>&lt;prop k=&quot;line_width&quot; v=&quot;0.3&quot;/>&lt;prop k=&quot;line_width_unit&quot; v=&quot;MM&quot;/>&lt;prop k=&quot;offset&quot; v=&quot;0&quot;/>&lt;prop k=&quot;offset_map_unit_scale&quot; v=&quot;3x:0,0,0,0,0,0&quot;/>&lt;prop k=&quot;offset_unit&quot; v=&quot;MM&quot;/>&lt;prop k=&quot;ring_filter&quot; v=&quot;0&quot;/>&lt;prop k=&quot;trim_distance_end&quot; v=&quot;0&quot;/>&lt;prop k=&quot;trim_distance_end_map_unit_scale&quot; v=&quot;3x:0,0,0,0,0,0&quot;/>&lt;prop k=&quot;trim_distance_end_unit&quot; v=&quot;MM&quot;/>&lt;prop k=&quot;trim_distance_start&quot; v=&quot;0&quot;/>&lt;prop k=&quot;trim_distance_start_map_unit_scale&quot; v=&quot;3x:0,0,0,0,0,0&quot;/>&lt;prop k=&quot;trim_distance_start_unit&quot; v=&quot;MM&quot;/>&lt;prop k=&quot;tweak_dash_pattern_on_corners&quot; v=&quot;0&quot;/>&lt;prop k=&quot;use_custom_dash&quot; v=&quot;0&quot;/>&lt;prop k=&quot;width_map_unit_scale&quot; v=&quot;3x:0,0,0,0,0,0&quot;/>&lt;data_defined_properties>&lt;Option type=&quot;Map&quot;>&lt;Option type=&quot;QString&quot; value=&quot;&quot; name=&quot;name&quot;/>&lt;Option name=&quot;properties&quot;/>&lt;Option type=&quot;QString&quot; value=&quot;collection&quot; name=&quot;type&quot;/>&lt;/Option>&lt;/data_defined_properties>&lt;/layer>&lt;/symbol>" name="lineSymbol"/>
          <Option type="double" value="0" name="minLength"/>
          <Option type="QString" value="3x:0,0,0,0,0,0" name="minLengthMapUnitScale"/>
          <Option type="QString" value="MM" name="minLengthUnit"/>
          <Option type="double" value="0" name="offsetFromAnchor"/>
          <Option type="QString" value="3x:0,0,0,0,0,0" name="offsetFromAnchorMapUnitScale"/>
          <Option type="QString" value="MM" name="offsetFromAnchorUnit"/>
          <Option type="double" value="0" name="offsetFromLabel"/>
          <Option type="QString" value="3x:0,0,0,0,0,0" name="offsetFromLabelMapUnitScale"/>
          <Option type="QString" value="MM" name="offsetFromLabelUnit"/>
        </Option>
      </callout>
    </settings>
  </labeling>
  <blendMode>0</blendMode>
  <featureBlendMode>0</featureBlendMode>
  <layerOpacity>1</layerOpacity>
  <fieldConfiguration>
    <field configurationFlags="None" name="id">
      <editWidget type="">
        <config>
          <Option/>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="entity_id">
      <editWidget type="">
        <config>
          <Option/>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="document_id">
      <editWidget type="">
        <config>
          <Option/>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="start">
      <editWidget type="">
        <config>
          <Option/>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="end">
      <editWidget type="">
        <config>
          <Option/>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="text">
      <editWidget type="">
        <config>
          <Option/>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="kind">
      <editWidget type="">
        <config>
          <Option/>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="role">
      <editWidget type="">
        <config>
          <Option/>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="name">
      <editWidget type="">
        <config>
          <Option/>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="score">
      <editWidget type="">
        <config>
          <Option/>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="reason">
      <editWidget type="TextEdit">
        <config>
          <Option type="Map">
            <Option type="bool" value="true" name="IsMultiline"/>
            <Option type="bool" value="false" name="UseHtml"/>
          </Option>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="feature">
      <editWidget type="">
        <config>
          <Option/>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="precision">
      <editWidget type="">
        <config>
          <Option/>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="radius_km">
      <editWidget type="">
        <config>
          <Option/>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="nth_at_point">
      <editWidget type="">
        <config>
          <Option/>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="nth_of_place">
      <editWidget type="">
        <config>
          <Option/>
        </config>
      </editWidget>
    </field>
    <field configurationFlags="None" name="nth_in_role">
      <editWidget type="">
        <config>
          <Option/>
        </config>
      </editWidget>
    </field>
  </fieldConfiguration>
  <aliases>
    <alias field="id" index="0" name=""/>
    <alias field="entity_id" index="1" name=""/>
    <alias field="document_id" index="2" name=""/>
    <alias field="start" index="3" name=""/>
    <alias field="end" index="4" name=""/>
    <alias field="text" index="5" name=""/>
    <alias field="kind" index="6" name=""/>
    <alias field="role" index="7" name=""/>
    <alias field="name" index="8" name=""/>
    <alias field="score" index="9" name=""/>
    <alias field="reason" index="10" name=""/>
    <alias field="feature" index="11" name=""/>
    <alias field="precision" index="12" name=""/>
    <alias field="radius_km" index="13" name=""/>
    <alias field="nth_at_point" index="14" name=""/>
    <alias field="nth_of_place" index="15" name=""/>
    <alias field="nth_in_role" index="16" name=""/>
  </aliases>
  <defaults>
    <default applyOnUpdate="0" expression="" field="id"/>
    <default applyOnUpdate="0" expression="" field="entity_id"/>
    <default applyOnUpdate="0" expression="" field="document_id"/>
    <default applyOnUpdate="0" expression="" field="start"/>
    <default applyOnUpdate="0" expression="" field="end"/>
    <default applyOnUpdate="0" expression="" field="text"/>
    <default applyOnUpdate="0" expression="" field="kind"/>
    <default applyOnUpdate="0" expression="" field="role"/>
    <default applyOnUpdate="0" expression="" field="name"/>
    <default applyOnUpdate="0" expression="" field="score"/>
    <default applyOnUpdate="0" expression="" field="reason"/>
    <default applyOnUpdate="0" expression="" field="feature"/>
    <default applyOnUpdate="0" expression="" field="precision"/>
    <default applyOnUpdate="0" expression="" field="radius_km"/>
    <default applyOnUpdate="0" expression="" field="nth_at_point"/>
    <default applyOnUpdate="0" expression="" field="nth_of_place"/>
    <default applyOnUpdate="0" expression="" field="nth_in_role"/>
  </defaults>
  <constraints>
    <constraint notnull_strength="0" exp_strength="0" field="id" unique_strength="0" constraints="0"/>
    <constraint notnull_strength="0" exp_strength="0" field="entity_id" unique_strength="0" constraints="0"/>
    <constraint notnull_strength="0" exp_strength="0" field="document_id" unique_strength="0" constraints="0"/>
    <constraint notnull_strength="0" exp_strength="0" field="start" unique_strength="0" constraints="0"/>
    <constraint notnull_strength="0" exp_strength="0" field="end" unique_strength="0" constraints="0"/>
    <constraint notnull_strength="0" exp_strength="0" field="text" unique_strength="0" constraints="0"/>
    <constraint notnull_strength="0" exp_strength="0" field="kind" unique_strength="0" constraints="0"/>
    <constraint notnull_strength="0" exp_strength="0" field="role" unique_strength="0" constraints="0"/>
    <constraint notnull_strength="0" exp_strength="0" field="name" unique_strength="0" constraints="0"/>
    <constraint notnull_strength="0" exp_strength="0" field="score" unique_strength="0" constraints="0"/>
    <constraint notnull_strength="0" exp_strength="0" field="reason" unique_strength="0" constraints="0"/>
    <constraint notnull_strength="0" exp_strength="0" field="feature" unique_strength="0" constraints="0"/>
    <constraint notnull_strength="0" exp_strength="0" field="precision" unique_strength="0" constraints="0"/>
    <constraint notnull_strength="0" exp_strength="0" field="radius_km" unique_strength="0" constraints="0"/>
    <constraint notnull_strength="0" exp_strength="0" field="nth_at_point" unique_strength="0" constraints="0"/>
    <constraint notnull_strength="0" exp_strength="0" field="nth_of_place" unique_strength="0" constraints="0"/>
    <constraint notnull_strength="0" exp_strength="0" field="nth_in_role" unique_strength="0" constraints="0"/>
  </constraints>
  <constraintExpressions>
    <constraint field="id" exp="" desc=""/>
    <constraint field="entity_id" exp="" desc=""/>
    <constraint field="document_id" exp="" desc=""/>
    <constraint field="start" exp="" desc=""/>
    <constraint field="end" exp="" desc=""/>
    <constraint field="text" exp="" desc=""/>
    <constraint field="kind" exp="" desc=""/>
    <constraint field="role" exp="" desc=""/>
    <constraint field="name" exp="" desc=""/>
    <constraint field="score" exp="" desc=""/>
    <constraint field="reason" exp="" desc=""/>
    <constraint field="feature" exp="" desc=""/>
    <constraint field="precision" exp="" desc=""/>
    <constraint field="radius_km" exp="" desc=""/>
    <constraint field="nth_at_point" exp="" desc=""/>
    <constraint field="nth_of_place" exp="" desc=""/>
    <constraint field="nth_in_role" exp="" desc=""/>
  </constraintExpressions>
  <expressionfields/>
  <editform tolerant="1"></editform>
  <editforminit/>
  <editforminitcodesource>0</editforminitcodesource>
  <editforminitfilepath></editforminitfilepath>
  <editforminitcode><![CDATA[]]></editforminitcode>
  <featformsuppress>0</featformsuppress>
  <editorlayout>generatedlayout</editorlayout>
  <editable/>
  <labelOnTop/>
  <reuseLastValue/>
  <dataDefinedFieldProperties/>
  <widgets/>
  <mapTip>&lt;b>[% replace(coalesce("name", ''), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %]&lt;/b>&lt;br>[% replace(coalesce("reason", ''), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;')) %]</mapTip>
  <layerGeometryType>0</layerGeometryType>
</qgis>
