<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis minScale="100000000" symbologyReferenceScale="-1" version="3.22.16-Białowieża" simplifyLocal="1" styleCategories="Symbology|Labeling|Fields|Forms|MapTips|Rendering" simplifyDrawingHints="1" simplifyMaxScale="1" hasScaleBasedVisibilityFlag="0" simplifyAlgorithm="0" labelsEnabled="1" maxScale="0" simplifyDrawingTol="1">
  <renderer-v2 type="RuleRenderer" referencescale="-1" forceraster="0" symbollevels="0" enableorderby="1">
    <rules key="{c5c8ee3b-d230-4cdf-a86f-e1ff8e96808b}">
      <rule label="area or country, named as such: it lies within the ring" key="{c27621fd-6391-44e4-870d-0f733169c8af}" symbol="0" filter="&quot;precision&quot; IN ('area-centroid', 'country-centroid') AND &quot;role&quot; = 'literal'"/>
      <rule label="area or country, named for its government, team or people" key="{be2b6302-659a-46f9-9226-eedcd9bcf4fd}" symbol="1" filter="&quot;precision&quot; IN ('area-centroid', 'country-centroid') AND NOT coalesce(&quot;role&quot; = 'literal', false)"/>
      <rule label="place, named as such" key="{8fe04980-d039-44cd-ab34-05fd98af84b0}" symbol="2" filter="NOT &quot;precision&quot; IN ('area-centroid', 'country-centroid') AND &quot;role&quot; = 'literal'"/>
      <rule label="place, named for its government, team or people" key="{7fea91c5-0b2a-4195-bbf8-b03e0ba77290}" symbol="3" filter="NOT &quot;precision&quot; IN ('area-centroid', 'country-centroid') AND NOT coalesce(&quot;role&quot; = 'literal', false)"/>
    </rules>
    <symbols>
      <symbol alpha="1" force_rhr="0" clip_to_extent="1" type="marker" name="0">
        <data_defined_properties>
          <Option type="Map">
            <Option value="" type="QString" name="name"/>
            <Option name="properties"/>
            <Option value="collection" type="QString" name="type"/>
          </Option>
        </data_defined_properties>
        <layer enabled="1" pass="0" class="GeometryGenerator" locked="0">
          <Option type="Map">
            <Option value="Fill" type="QString" name="SymbolType"/>
            <Option value="CASE WHEN coalesce(&quot;nth_at_point&quot;, 1) = 1 OR &quot;feature&quot; LIKE 'PPL%' THEN with_variable('r', min(coalesce(&quot;radius_km&quot;, 1), 9000) / 6371.0088,&#xa;with_variable('f', radians($y),&#xa;with_variable('polar', abs(@f) + @r >= pi() / 2,&#xa;with_variable('corners', array_foreach(&#xa;    generate_series(CASE WHEN @polar THEN 3 ELSE 0 END, CASE WHEN @polar THEN 357 ELSE 360 END, 6),&#xa;  with_variable('b', radians(@element),&#xa;  with_variable('lat', asin(max(-1, min(1,&#xa;      sin(@f) * cos(@r) + cos(@f) * sin(@r) * cos(@b)))),&#xa;    make_point(&#xa;      $x + degrees(atan2(sin(@b) * sin(@r) * cos(@f), cos(@r) - sin(@f) * sin(@lat))),&#xa;      max(-85, min(85, degrees(@lat))))))),&#xa;with_variable('whole', CASE&#xa;  WHEN NOT @polar THEN make_polygon(make_line(@corners))&#xa;  ELSE with_variable('cap', CASE WHEN @f &lt; 0 THEN -86 ELSE 86 END,&#xa;    with_variable('far', @cap / 86 * min(85, degrees(pi() - abs(@f) - @r)),&#xa;    make_polygon(make_line(array_cat(&#xa;      array(make_point($x - 180, @cap), make_point($x - 180, @far)),&#xa;      array_foreach(array_sort(array_foreach(@corners, x(@element))),&#xa;        with_variable('at', @element,&#xa;          array_first(array_filter(@corners, x(@element) = @at, 1)))),&#xa;      array(make_point($x + 180, @far), make_point($x + 180, @cap)))))))&#xa;  END,&#xa;CASE WHEN x_min(@whole) >= -180 AND x_max(@whole) &lt;= 180 THEN @whole&#xa;  ELSE with_variable('east', x_max(@whole) > 180,&#xa;    with_variable('off', CASE WHEN @east THEN 360 ELSE -360 END,&#xa;    with_variable('world', make_rectangle_3points(&#xa;        make_point(-180, -90), make_point(-180, 90), make_point(180, 90)),&#xa;    with_variable('here', intersection(@whole, @world),&#xa;    with_variable('there', intersection(translate(@whole, -@off, 0), @world),&#xa;    coalesce(combine(@here, @there), collect_geometries(@here, @there)))))))&#xa;END))))) END" type="QString" name="geometryModifier"/>
            <Option value="MapUnit" type="QString" name="units"/>
          </Option>
          <prop v="Fill" k="SymbolType"/>
          <prop v="CASE WHEN coalesce(&quot;nth_at_point&quot;, 1) = 1 OR &quot;feature&quot; LIKE 'PPL%' THEN with_variable('r', min(coalesce(&quot;radius_km&quot;, 1), 9000) / 6371.0088,&#xa;with_variable('f', radians($y),&#xa;with_variable('polar', abs(@f) + @r >= pi() / 2,&#xa;with_variable('corners', array_foreach(&#xa;    generate_series(CASE WHEN @polar THEN 3 ELSE 0 END, CASE WHEN @polar THEN 357 ELSE 360 END, 6),&#xa;  with_variable('b', radians(@element),&#xa;  with_variable('lat', asin(max(-1, min(1,&#xa;      sin(@f) * cos(@r) + cos(@f) * sin(@r) * cos(@b)))),&#xa;    make_point(&#xa;      $x + degrees(atan2(sin(@b) * sin(@r) * cos(@f), cos(@r) - sin(@f) * sin(@lat))),&#xa;      max(-85, min(85, degrees(@lat))))))),&#xa;with_variable('whole', CASE&#xa;  WHEN NOT @polar THEN make_polygon(make_line(@corners))&#xa;  ELSE with_variable('cap', CASE WHEN @f &lt; 0 THEN -86 ELSE 86 END,&#xa;    with_variable('far', @cap / 86 * min(85, degrees(pi() - abs(@f) - @r)),&#xa;    make_polygon(make_line(array_cat(&#xa;      array(make_point($x - 180, @cap), make_point($x - 180, @far)),&#xa;      array_foreach(array_sort(array_foreach(@corners, x(@element))),&#xa;        with_variable('at', @element,&#xa;          array_first(array_filter(@corners, x(@element) = @at, 1)))),&#xa;      array(make_point($x + 180, @far), make_point($x + 180, @cap)))))))&#xa;  END,&#xa;CASE WHEN x_min(@whole) >= -180 AND x_max(@whole) &lt;= 180 THEN @whole&#xa;  ELSE with_variable('east', x_max(@whole) > 180,&#xa;    with_variable('off', CASE WHEN @east THEN 360 ELSE -360 END,&#xa;    with_variable('world', make_rectangle_3points(&#xa;        make_point(-180, -90), make_point(-180, 90), make_point(180, 90)),&#xa;    with_variable('here', intersection(@whole, @world),&#xa;    with_variable('there', intersection(translate(@whole, -@off, 0), @world),&#xa;    coalesce(combine(@here, @there), collect_geometries(@here, @there)))))))&#xa;END))))) END" k="geometryModifier"/>
          <prop v="MapUnit" k="units"/>
          <data_defined_properties>
            <Option type="Map">
              <Option value="" type="QString" name="name"/>
              <Option name="properties"/>
              <Option value="collection" type="QString" name="type"/>
            </Option>
          </data_defined_properties>
          <symbol alpha="1" force_rhr="0" clip_to_extent="1" type="fill" name="@0@0">
            <data_defined_properties>
              <Option type="Map">
                <Option value="" type="QString" name="name"/>
                <Option name="properties"/>
                <Option value="collection" type="QString" name="type"/>
              </Option>
            </data_defined_properties>
            <layer enabled="1" pass="0" class="SimpleFill" locked="0">
              <Option type="Map">
                <Option value="3x:0,0,0,0,0,0" type="QString" name="border_width_map_unit_scale"/>
                <Option value="31,90,138,16" type="QString" name="color"/>
                <Option value="bevel" type="QString" name="joinstyle"/>
                <Option value="0,0" type="QString" name="offset"/>
                <Option value="3x:0,0,0,0,0,0" type="QString" name="offset_map_unit_scale"/>
                <Option value="MM" type="QString" name="offset_unit"/>
                <Option value="31,90,138,170" type="QString" name="outline_color"/>
                <Option value="solid" type="QString" name="outline_style"/>
                <Option value="0.3" type="QString" name="outline_width"/>
                <Option value="MM" type="QString" name="outline_width_unit"/>
                <Option value="solid" type="QString" name="style"/>
              </Option>
              <prop v="3x:0,0,0,0,0,0" k="border_width_map_unit_scale"/>
              <prop v="31,90,138,16" k="color"/>
              <prop v="bevel" k="joinstyle"/>
              <prop v="0,0" k="offset"/>
              <prop v="3x:0,0,0,0,0,0" k="offset_map_unit_scale"/>
              <prop v="MM" k="offset_unit"/>
              <prop v="31,90,138,170" k="outline_color"/>
              <prop v="solid" k="outline_style"/>
              <prop v="0.3" k="outline_width"/>
              <prop v="MM" k="outline_width_unit"/>
              <prop v="solid" k="style"/>
              <data_defined_properties>
                <Option type="Map">
                  <Option value="" type="QString" name="name"/>
                  <Option name="properties"/>
                  <Option value="collection" type="QString" name="type"/>
                </Option>
              </data_defined_properties>
            </layer>
          </symbol>
        </layer>
        <layer enabled="1" pass="0" class="SimpleMarker" locked="0">
          <Option type="Map">
            <Option value="0" type="QString" name="angle"/>
            <Option value="square" type="QString" name="cap_style"/>
            <Option value="31,90,138,80" type="QString" name="color"/>
            <Option value="1" type="QString" name="horizontal_anchor_point"/>
            <Option value="bevel" type="QString" name="joinstyle"/>
            <Option value="circle" type="QString" name="name"/>
            <Option value="0,0" type="QString" name="offset"/>
            <Option value="3x:0,0,0,0,0,0" type="QString" name="offset_map_unit_scale"/>
            <Option value="MM" type="QString" name="offset_unit"/>
            <Option value="31,90,138,255" type="QString" name="outline_color"/>
            <Option value="solid" type="QString" name="outline_style"/>
            <Option value="0.4" type="QString" name="outline_width"/>
            <Option value="3x:0,0,0,0,0,0" type="QString" name="outline_width_map_unit_scale"/>
            <Option value="MM" type="QString" name="outline_width_unit"/>
            <Option value="diameter" type="QString" name="scale_method"/>
            <Option value="2" type="QString" name="size"/>
            <Option value="3x:0,0,0,0,0,0" type="QString" name="size_map_unit_scale"/>
            <Option value="MM" type="QString" name="size_unit"/>
            <Option value="1" type="QString" name="vertical_anchor_point"/>
          </Option>
          <prop v="0" k="angle"/>
          <prop v="square" k="cap_style"/>
          <prop v="31,90,138,80" k="color"/>
          <prop v="1" k="horizontal_anchor_point"/>
          <prop v="bevel" k="joinstyle"/>
          <prop v="circle" k="name"/>
          <prop v="0,0" k="offset"/>
          <prop v="3x:0,0,0,0,0,0" k="offset_map_unit_scale"/>
          <prop v="MM" k="offset_unit"/>
          <prop v="31,90,138,255" k="outline_color"/>
          <prop v="solid" k="outline_style"/>
          <prop v="0.4" k="outline_width"/>
          <prop v="3x:0,0,0,0,0,0" k="outline_width_map_unit_scale"/>
          <prop v="MM" k="outline_width_unit"/>
          <prop v="diameter" k="scale_method"/>
          <prop v="2" k="size"/>
          <prop v="3x:0,0,0,0,0,0" k="size_map_unit_scale"/>
          <prop v="MM" k="size_unit"/>
          <prop v="1" k="vertical_anchor_point"/>
          <data_defined_properties>
            <Option type="Map">
              <Option value="" type="QString" name="name"/>
              <Option type="Map" name="properties">
                <Option type="Map" name="offset">
                  <Option value="true" type="bool" name="active"/>
                  <Option value="with_variable('n', coalesce(&quot;nth_at_point&quot;, 1) - 1, array(1.9 * sqrt(@n) * cos(@n * 2.39996), 1.9 * sqrt(@n) * sin(@n * 2.39996)))" type="QString" name="expression"/>
                  <Option value="3" type="int" name="type"/>
                </Option>
                <Option type="Map" name="size">
                  <Option value="true" type="bool" name="active"/>
                  <Option value="0.6 * (2)" type="QString" name="expression"/>
                  <Option value="3" type="int" name="type"/>
                </Option>
              </Option>
              <Option value="collection" type="QString" name="type"/>
            </Option>
          </data_defined_properties>
        </layer>
      </symbol>
      <symbol alpha="1" force_rhr="0" clip_to_extent="1" type="marker" name="1">
        <data_defined_properties>
          <Option type="Map">
            <Option value="" type="QString" name="name"/>
            <Option name="properties"/>
            <Option value="collection" type="QString" name="type"/>
          </Option>
        </data_defined_properties>
        <layer enabled="1" pass="0" class="GeometryGenerator" locked="0">
          <Option type="Map">
            <Option value="Fill" type="QString" name="SymbolType"/>
            <Option value="CASE WHEN coalesce(&quot;nth_at_point&quot;, 1) = 1 OR &quot;feature&quot; LIKE 'PPL%' THEN with_variable('r', min(coalesce(&quot;radius_km&quot;, 1), 9000) / 6371.0088,&#xa;with_variable('f', radians($y),&#xa;with_variable('polar', abs(@f) + @r >= pi() / 2,&#xa;with_variable('corners', array_foreach(&#xa;    generate_series(CASE WHEN @polar THEN 3 ELSE 0 END, CASE WHEN @polar THEN 357 ELSE 360 END, 6),&#xa;  with_variable('b', radians(@element),&#xa;  with_variable('lat', asin(max(-1, min(1,&#xa;      sin(@f) * cos(@r) + cos(@f) * sin(@r) * cos(@b)))),&#xa;    make_point(&#xa;      $x + degrees(atan2(sin(@b) * sin(@r) * cos(@f), cos(@r) - sin(@f) * sin(@lat))),&#xa;      max(-85, min(85, degrees(@lat))))))),&#xa;with_variable('whole', CASE&#xa;  WHEN NOT @polar THEN make_polygon(make_line(@corners))&#xa;  ELSE with_variable('cap', CASE WHEN @f &lt; 0 THEN -86 ELSE 86 END,&#xa;    with_variable('far', @cap / 86 * min(85, degrees(pi() - abs(@f) - @r)),&#xa;    make_polygon(make_line(array_cat(&#xa;      array(make_point($x - 180, @cap), make_point($x - 180, @far)),&#xa;      array_foreach(array_sort(array_foreach(@corners, x(@element))),&#xa;        with_variable('at', @element,&#xa;          array_first(array_filter(@corners, x(@element) = @at, 1)))),&#xa;      array(make_point($x + 180, @far), make_point($x + 180, @cap)))))))&#xa;  END,&#xa;CASE WHEN x_min(@whole) >= -180 AND x_max(@whole) &lt;= 180 THEN @whole&#xa;  ELSE with_variable('east', x_max(@whole) > 180,&#xa;    with_variable('off', CASE WHEN @east THEN 360 ELSE -360 END,&#xa;    with_variable('world', make_rectangle_3points(&#xa;        make_point(-180, -90), make_point(-180, 90), make_point(180, 90)),&#xa;    with_variable('here', intersection(@whole, @world),&#xa;    with_variable('there', intersection(translate(@whole, -@off, 0), @world),&#xa;    coalesce(combine(@here, @there), collect_geometries(@here, @there)))))))&#xa;END))))) END" type="QString" name="geometryModifier"/>
            <Option value="MapUnit" type="QString" name="units"/>
          </Option>
          <prop v="Fill" k="SymbolType"/>
          <prop v="CASE WHEN coalesce(&quot;nth_at_point&quot;, 1) = 1 OR &quot;feature&quot; LIKE 'PPL%' THEN with_variable('r', min(coalesce(&quot;radius_km&quot;, 1), 9000) / 6371.0088,&#xa;with_variable('f', radians($y),&#xa;with_variable('polar', abs(@f) + @r >= pi() / 2,&#xa;with_variable('corners', array_foreach(&#xa;    generate_series(CASE WHEN @polar THEN 3 ELSE 0 END, CASE WHEN @polar THEN 357 ELSE 360 END, 6),&#xa;  with_variable('b', radians(@element),&#xa;  with_variable('lat', asin(max(-1, min(1,&#xa;      sin(@f) * cos(@r) + cos(@f) * sin(@r) * cos(@b)))),&#xa;    make_point(&#xa;      $x + degrees(atan2(sin(@b) * sin(@r) * cos(@f), cos(@r) - sin(@f) * sin(@lat))),&#xa;      max(-85, min(85, degrees(@lat))))))),&#xa;with_variable('whole', CASE&#xa;  WHEN NOT @polar THEN make_polygon(make_line(@corners))&#xa;  ELSE with_variable('cap', CASE WHEN @f &lt; 0 THEN -86 ELSE 86 END,&#xa;    with_variable('far', @cap / 86 * min(85, degrees(pi() - abs(@f) - @r)),&#xa;    make_polygon(make_line(array_cat(&#xa;      array(make_point($x - 180, @cap), make_point($x - 180, @far)),&#xa;      array_foreach(array_sort(array_foreach(@corners, x(@element))),&#xa;        with_variable('at', @element,&#xa;          array_first(array_filter(@corners, x(@element) = @at, 1)))),&#xa;      array(make_point($x + 180, @far), make_point($x + 180, @cap)))))))&#xa;  END,&#xa;CASE WHEN x_min(@whole) >= -180 AND x_max(@whole) &lt;= 180 THEN @whole&#xa;  ELSE with_variable('east', x_max(@whole) > 180,&#xa;    with_variable('off', CASE WHEN @east THEN 360 ELSE -360 END,&#xa;    with_variable('world', make_rectangle_3points(&#xa;        make_point(-180, -90), make_point(-180, 90), make_point(180, 90)),&#xa;    with_variable('here', intersection(@whole, @world),&#xa;    with_variable('there', intersection(translate(@whole, -@off, 0), @world),&#xa;    coalesce(combine(@here, @there), collect_geometries(@here, @there)))))))&#xa;END))))) END" k="geometryModifier"/>
          <prop v="MapUnit" k="units"/>
          <data_defined_properties>
            <Option type="Map">
              <Option value="" type="QString" name="name"/>
              <Option name="properties"/>
              <Option value="collection" type="QString" name="type"/>
            </Option>
          </data_defined_properties>
          <symbol alpha="1" force_rhr="0" clip_to_extent="1" type="fill" name="@1@0">
            <data_defined_properties>
              <Option type="Map">
                <Option value="" type="QString" name="name"/>
                <Option name="properties"/>
                <Option value="collection" type="QString" name="type"/>
              </Option>
            </data_defined_properties>
            <layer enabled="1" pass="0" class="SimpleFill" locked="0">
              <Option type="Map">
                <Option value="3x:0,0,0,0,0,0" type="QString" name="border_width_map_unit_scale"/>
                <Option value="31,90,138,0" type="QString" name="color"/>
                <Option value="bevel" type="QString" name="joinstyle"/>
                <Option value="0,0" type="QString" name="offset"/>
                <Option value="3x:0,0,0,0,0,0" type="QString" name="offset_map_unit_scale"/>
                <Option value="MM" type="QString" name="offset_unit"/>
                <Option value="31,90,138,170" type="QString" name="outline_color"/>
                <Option value="dash" type="QString" name="outline_style"/>
                <Option value="0.3" type="QString" name="outline_width"/>
                <Option value="MM" type="QString" name="outline_width_unit"/>
                <Option value="solid" type="QString" name="style"/>
              </Option>
              <prop v="3x:0,0,0,0,0,0" k="border_width_map_unit_scale"/>
              <prop v="31,90,138,0" k="color"/>
              <prop v="bevel" k="joinstyle"/>
              <prop v="0,0" k="offset"/>
              <prop v="3x:0,0,0,0,0,0" k="offset_map_unit_scale"/>
              <prop v="MM" k="offset_unit"/>
              <prop v="31,90,138,170" k="outline_color"/>
              <prop v="dash" k="outline_style"/>
              <prop v="0.3" k="outline_width"/>
              <prop v="MM" k="outline_width_unit"/>
              <prop v="solid" k="style"/>
              <data_defined_properties>
                <Option type="Map">
                  <Option value="" type="QString" name="name"/>
                  <Option name="properties"/>
                  <Option value="collection" type="QString" name="type"/>
                </Option>
              </data_defined_properties>
            </layer>
          </symbol>
        </layer>
        <layer enabled="1" pass="0" class="SimpleMarker" locked="0">
          <Option type="Map">
            <Option value="0" type="QString" name="angle"/>
            <Option value="square" type="QString" name="cap_style"/>
            <Option value="255,255,255,235" type="QString" name="color"/>
            <Option value="1" type="QString" name="horizontal_anchor_point"/>
            <Option value="bevel" type="QString" name="joinstyle"/>
            <Option value="circle" type="QString" name="name"/>
            <Option value="0,0" type="QString" name="offset"/>
            <Option value="3x:0,0,0,0,0,0" type="QString" name="offset_map_unit_scale"/>
            <Option value="MM" type="QString" name="offset_unit"/>
            <Option value="31,90,138,255" type="QString" name="outline_color"/>
            <Option value="solid" type="QString" name="outline_style"/>
            <Option value="0.4" type="QString" name="outline_width"/>
            <Option value="3x:0,0,0,0,0,0" type="QString" name="outline_width_map_unit_scale"/>
            <Option value="MM" type="QString" name="outline_width_unit"/>
            <Option value="diameter" type="QString" name="scale_method"/>
            <Option value="2" type="QString" name="size"/>
            <Option value="3x:0,0,0,0,0,0" type="QString" name="size_map_unit_scale"/>
            <Option value="MM" type="QString" name="size_unit"/>
            <Option value="1" type="QString" name="vertical_anchor_point"/>
          </Option>
          <prop v="0" k="angle"/>
          <prop v="square" k="cap_style"/>
          <prop v="255,255,255,235" k="color"/>
          <prop v="1" k="horizontal_anchor_point"/>
          <prop v="bevel" k="joinstyle"/>
          <prop v="circle" k="name"/>
          <prop v="0,0" k="offset"/>
          <prop v="3x:0,0,0,0,0,0" k="offset_map_unit_scale"/>
          <prop v="MM" k="offset_unit"/>
          <prop v="31,90,138,255" k="outline_color"/>
          <prop v="solid" k="outline_style"/>
          <prop v="0.4" k="outline_width"/>
          <prop v="3x:0,0,0,0,0,0" k="outline_width_map_unit_scale"/>
          <prop v="MM" k="outline_width_unit"/>
          <prop v="diameter" k="scale_method"/>
          <prop v="2" k="size"/>
          <prop v="3x:0,0,0,0,0,0" k="size_map_unit_scale"/>
          <prop v="MM" k="size_unit"/>
          <prop v="1" k="vertical_anchor_point"/>
          <data_defined_properties>
            <Option type="Map">
              <Option value="" type="QString" name="name"/>
              <Option type="Map" name="properties">
                <Option type="Map" name="offset">
                  <Option value="true" type="bool" name="active"/>
                  <Option value="with_variable('n', coalesce(&quot;nth_at_point&quot;, 1) - 1, array(1.9 * sqrt(@n) * cos(@n * 2.39996), 1.9 * sqrt(@n) * sin(@n * 2.39996)))" type="QString" name="expression"/>
                  <Option value="3" type="int" name="type"/>
                </Option>
                <Option type="Map" name="size">
                  <Option value="true" type="bool" name="active"/>
                  <Option value="0.6 * (2)" type="QString" name="expression"/>
                  <Option value="3" type="int" name="type"/>
                </Option>
              </Option>
              <Option value="collection" type="QString" name="type"/>
            </Option>
          </data_defined_properties>
        </layer>
      </symbol>
      <symbol alpha="1" force_rhr="0" clip_to_extent="1" type="marker" name="2">
        <data_defined_properties>
          <Option type="Map">
            <Option value="" type="QString" name="name"/>
            <Option name="properties"/>
            <Option value="collection" type="QString" name="type"/>
          </Option>
        </data_defined_properties>
        <layer enabled="1" pass="0" class="SimpleMarker" locked="0">
          <Option type="Map">
            <Option value="0" type="QString" name="angle"/>
            <Option value="square" type="QString" name="cap_style"/>
            <Option value="179,38,30,200" type="QString" name="color"/>
            <Option value="1" type="QString" name="horizontal_anchor_point"/>
            <Option value="bevel" type="QString" name="joinstyle"/>
            <Option value="circle" type="QString" name="name"/>
            <Option value="0,0" type="QString" name="offset"/>
            <Option value="3x:0,0,0,0,0,0" type="QString" name="offset_map_unit_scale"/>
            <Option value="MM" type="QString" name="offset_unit"/>
            <Option value="255,255,255,255" type="QString" name="outline_color"/>
            <Option value="solid" type="QString" name="outline_style"/>
            <Option value="0.3" type="QString" name="outline_width"/>
            <Option value="3x:0,0,0,0,0,0" type="QString" name="outline_width_map_unit_scale"/>
            <Option value="MM" type="QString" name="outline_width_unit"/>
            <Option value="diameter" type="QString" name="scale_method"/>
            <Option value="2" type="QString" name="size"/>
            <Option value="3x:0,0,0,0,0,0" type="QString" name="size_map_unit_scale"/>
            <Option value="MM" type="QString" name="size_unit"/>
            <Option value="1" type="QString" name="vertical_anchor_point"/>
          </Option>
          <prop v="0" k="angle"/>
          <prop v="square" k="cap_style"/>
          <prop v="179,38,30,200" k="color"/>
          <prop v="1" k="horizontal_anchor_point"/>
          <prop v="bevel" k="joinstyle"/>
          <prop v="circle" k="name"/>
          <prop v="0,0" k="offset"/>
          <prop v="3x:0,0,0,0,0,0" k="offset_map_unit_scale"/>
          <prop v="MM" k="offset_unit"/>
          <prop v="255,255,255,255" k="outline_color"/>
          <prop v="solid" k="outline_style"/>
          <prop v="0.3" k="outline_width"/>
          <prop v="3x:0,0,0,0,0,0" k="outline_width_map_unit_scale"/>
          <prop v="MM" k="outline_width_unit"/>
          <prop v="diameter" k="scale_method"/>
          <prop v="2" k="size"/>
          <prop v="3x:0,0,0,0,0,0" k="size_map_unit_scale"/>
          <prop v="MM" k="size_unit"/>
          <prop v="1" k="vertical_anchor_point"/>
          <data_defined_properties>
            <Option type="Map">
              <Option value="" type="QString" name="name"/>
              <Option type="Map" name="properties">
                <Option type="Map" name="offset">
                  <Option value="true" type="bool" name="active"/>
                  <Option value="with_variable('n', coalesce(&quot;nth_at_point&quot;, 1) - 1, array(1.9 * sqrt(@n) * cos(@n * 2.39996), 1.9 * sqrt(@n) * sin(@n * 2.39996)))" type="QString" name="expression"/>
                  <Option value="3" type="int" name="type"/>
                </Option>
                <Option type="Map" name="size">
                  <Option value="true" type="bool" name="active"/>
                  <Option value="2" type="QString" name="expression"/>
                  <Option value="3" type="int" name="type"/>
                </Option>
              </Option>
              <Option value="collection" type="QString" name="type"/>
            </Option>
          </data_defined_properties>
        </layer>
      </symbol>
      <symbol alpha="1" force_rhr="0" clip_to_extent="1" type="marker" name="3">
        <data_defined_properties>
          <Option type="Map">
            <Option value="" type="QString" name="name"/>
            <Option name="properties"/>
            <Option value="collection" type="QString" name="type"/>
          </Option>
        </data_defined_properties>
        <layer enabled="1" pass="0" class="SimpleMarker" locked="0">
          <Option type="Map">
            <Option value="0" type="QString" name="angle"/>
            <Option value="square" type="QString" name="cap_style"/>
            <Option value="255,255,255,235" type="QString" name="color"/>
            <Option value="1" type="QString" name="horizontal_anchor_point"/>
            <Option value="bevel" type="QString" name="joinstyle"/>
            <Option value="circle" type="QString" name="name"/>
            <Option value="0,0" type="QString" name="offset"/>
            <Option value="3x:0,0,0,0,0,0" type="QString" name="offset_map_unit_scale"/>
            <Option value="MM" type="QString" name="offset_unit"/>
            <Option value="179,38,30,255" type="QString" name="outline_color"/>
            <Option value="solid" type="QString" name="outline_style"/>
            <Option value="0.6" type="QString" name="outline_width"/>
            <Option value="3x:0,0,0,0,0,0" type="QString" name="outline_width_map_unit_scale"/>
            <Option value="MM" type="QString" name="outline_width_unit"/>
            <Option value="diameter" type="QString" name="scale_method"/>
            <Option value="2" type="QString" name="size"/>
            <Option value="3x:0,0,0,0,0,0" type="QString" name="size_map_unit_scale"/>
            <Option value="MM" type="QString" name="size_unit"/>
            <Option value="1" type="QString" name="vertical_anchor_point"/>
          </Option>
          <prop v="0" k="angle"/>
          <prop v="square" k="cap_style"/>
          <prop v="255,255,255,235" k="color"/>
          <prop v="1" k="horizontal_anchor_point"/>
          <prop v="bevel" k="joinstyle"/>
          <prop v="circle" k="name"/>
          <prop v="0,0" k="offset"/>
          <prop v="3x:0,0,0,0,0,0" k="offset_map_unit_scale"/>
          <prop v="MM" k="offset_unit"/>
          <prop v="179,38,30,255" k="outline_color"/>
          <prop v="solid" k="outline_style"/>
          <prop v="0.6" k="outline_width"/>
          <prop v="3x:0,0,0,0,0,0" k="outline_width_map_unit_scale"/>
          <prop v="MM" k="outline_width_unit"/>
          <prop v="diameter" k="scale_method"/>
          <prop v="2" k="size"/>
          <prop v="3x:0,0,0,0,0,0" k="size_map_unit_scale"/>
          <prop v="MM" k="size_unit"/>
          <prop v="1" k="vertical_anchor_point"/>
          <data_defined_properties>
            <Option type="Map">
              <Option value="" type="QString" name="name"/>
              <Option type="Map" name="properties">
                <Option type="Map" name="offset">
                  <Option value="true" type="bool" name="active"/>
                  <Option value="with_variable('n', coalesce(&quot;nth_at_point&quot;, 1) - 1, array(1.9 * sqrt(@n) * cos(@n * 2.39996), 1.9 * sqrt(@n) * sin(@n * 2.39996)))" type="QString" name="expression"/>
                  <Option value="3" type="int" name="type"/>
                </Option>
                <Option type="Map" name="size">
                  <Option value="true" type="bool" name="active"/>
                  <Option value="2" type="QString" name="expression"/>
                  <Option value="3" type="int" name="type"/>
                </Option>
              </Option>
              <Option value="collection" type="QString" name="type"/>
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
      <text-style allowHtml="0" fontWordSpacing="0" legendString="Aa" previewBkgrdColor="255,255,255,255" fontUnderline="0" isExpression="1" namedStyle="" blendMode="0" fieldName="CASE WHEN coalesce(&quot;nth_at_point&quot;, 1) = 1 THEN &quot;name&quot; END" fontSize="8.5" fontStrikeout="0" textColor="34,34,34,255" textOpacity="1" fontLetterSpacing="0" textOrientation="horizontal" fontSizeMapUnitScale="3x:0,0,0,0,0,0" fontItalic="0" capitalization="0" useSubstitutions="0" fontWeight="50" fontFamily="DejaVu LGC Sans" fontSizeUnit="Point" multilineHeight="1" fontKerning="1">
        <families/>
        <text-buffer bufferSize="0.80000000000000004" bufferSizeUnits="MM" bufferDraw="1" bufferColor="255,255,255,255" bufferJoinStyle="128" bufferSizeMapUnitScale="3x:0,0,0,0,0,0" bufferBlendMode="0" bufferOpacity="1" bufferNoFill="1"/>
        <text-mask maskSizeMapUnitScale="3x:0,0,0,0,0,0" maskedSymbolLayers="" maskEnabled="0" maskJoinStyle="128" maskType="0" maskOpacity="1" maskSize="1.5" maskSizeUnits="MM"/>
        <background shapeDraw="0" shapeOffsetUnit="MM" shapeSizeMapUnitScale="3x:0,0,0,0,0,0" shapeSizeUnit="MM" shapeBlendMode="0" shapeBorderColor="128,128,128,255" shapeOpacity="1" shapeRotationType="0" shapeOffsetMapUnitScale="3x:0,0,0,0,0,0" shapeSizeX="0" shapeRadiiX="0" shapeBorderWidth="0" shapeRadiiUnit="MM" shapeRadiiY="0" shapeFillColor="255,255,255,255" shapeSizeType="0" shapeSizeY="0" shapeType="0" shapeOffsetX="0" shapeBorderWidthUnit="MM" shapeRotation="0" shapeBorderWidthMapUnitScale="3x:0,0,0,0,0,0" shapeJoinStyle="64" shapeOffsetY="0" shapeRadiiMapUnitScale="3x:0,0,0,0,0,0" shapeSVGFile="">
          <symbol alpha="1" force_rhr="0" clip_to_extent="1" type="fill" name="fillSymbol">
            <data_defined_properties>
              <Option type="Map">
                <Option value="" type="QString" name="name"/>
                <Option name="properties"/>
                <Option value="collection" type="QString" name="type"/>
              </Option>
            </data_defined_properties>
            <layer enabled="1" pass="0" class="SimpleFill" locked="0">
              <Option type="Map">
                <Option value="3x:0,0,0,0,0,0" type="QString" name="border_width_map_unit_scale"/>
                <Option value="255,255,255,255" type="QString" name="color"/>
                <Option value="bevel" type="QString" name="joinstyle"/>
                <Option value="0,0" type="QString" name="offset"/>
                <Option value="3x:0,0,0,0,0,0" type="QString" name="offset_map_unit_scale"/>
                <Option value="MM" type="QString" name="offset_unit"/>
                <Option value="128,128,128,255" type="QString" name="outline_color"/>
                <Option value="no" type="QString" name="outline_style"/>
                <Option value="0" type="QString" name="outline_width"/>
                <Option value="MM" type="QString" name="outline_width_unit"/>
                <Option value="solid" type="QString" name="style"/>
              </Option>
              <prop v="3x:0,0,0,0,0,0" k="border_width_map_unit_scale"/>
              <prop v="255,255,255,255" k="color"/>
              <prop v="bevel" k="joinstyle"/>
              <prop v="0,0" k="offset"/>
              <prop v="3x:0,0,0,0,0,0" k="offset_map_unit_scale"/>
              <prop v="MM" k="offset_unit"/>
              <prop v="128,128,128,255" k="outline_color"/>
              <prop v="no" k="outline_style"/>
              <prop v="0" k="outline_width"/>
              <prop v="MM" k="outline_width_unit"/>
              <prop v="solid" k="style"/>
              <data_defined_properties>
                <Option type="Map">
                  <Option value="" type="QString" name="name"/>
                  <Option name="properties"/>
                  <Option value="collection" type="QString" name="type"/>
                </Option>
              </data_defined_properties>
            </layer>
          </symbol>
        </background>
        <shadow shadowRadius="1.5" shadowColor="0,0,0,255" shadowOffsetAngle="135" shadowOffsetGlobal="1" shadowScale="100" shadowOffsetUnit="MM" shadowOffsetMapUnitScale="3x:0,0,0,0,0,0" shadowRadiusAlphaOnly="0" shadowUnder="0" shadowOffsetDist="1" shadowDraw="0" shadowOpacity="0.69999999999999996" shadowRadiusUnit="MM" shadowRadiusMapUnitScale="3x:0,0,0,0,0,0" shadowBlendMode="6"/>
        <dd_properties>
          <Option type="Map">
            <Option value="" type="QString" name="name"/>
            <Option name="properties"/>
            <Option value="collection" type="QString" name="type"/>
          </Option>
        </dd_properties>
        <substitutions/>
      </text-style>
      <text-format decimals="3" formatNumbers="0" reverseDirectionSymbol="0" plussign="0" rightDirectionSymbol=">" wrapChar="" addDirectionSymbol="0" multilineAlign="3" leftDirectionSymbol="&lt;" useMaxLineLengthForAutoWrap="1" placeDirectionSymbol="0" autoWrapLength="0"/>
      <placement predefinedPositionOrder="TR,TL,BR,BL,R,L,TSR,BSR" repeatDistanceUnits="MM" layerType="UnknownGeometry" offsetType="0" maxCurvedCharAngleIn="25" lineAnchorPercent="0.5" lineAnchorType="0" rotationAngle="0" preserveRotation="1" maxCurvedCharAngleOut="-25" fitInPolygonOnly="0" xOffset="0" overrunDistance="0" overrunDistanceMapUnitScale="3x:0,0,0,0,0,0" geometryGenerator="" repeatDistanceMapUnitScale="3x:0,0,0,0,0,0" centroidInside="0" overrunDistanceUnit="MM" lineAnchorClipping="0" polygonPlacementFlags="2" labelOffsetMapUnitScale="3x:0,0,0,0,0,0" priority="1" distMapUnitScale="3x:0,0,0,0,0,0" offsetUnits="MM" repeatDistance="0" geometryGeneratorType="PointGeometry" yOffset="0" distUnits="MM" geometryGeneratorEnabled="0" dist="1.6000000000000001" centroidWhole="0" quadOffset="4" placement="6" placementFlags="10" rotationUnit="AngleDegrees"/>
      <rendering labelPerPart="0" drawLabels="1" mergeLines="0" maxNumLabels="2000" obstacleType="1" upsidedownLabels="0" scaleMax="5000000" fontMaxPixelSize="10000" obstacle="0" fontLimitPixelSize="0" unplacedVisibility="0" scaleVisibility="1" zIndex="0" fontMinPixelSize="0" displayAll="0" minFeatureSize="0" limitNumLabels="0" scaleMin="0" obstacleFactor="1"/>
      <dd_properties>
        <Option type="Map">
          <Option value="" type="QString" name="name"/>
          <Option name="properties"/>
          <Option value="collection" type="QString" name="type"/>
        </Option>
      </dd_properties>
      <callout type="simple">
        <Option type="Map">
          <Option value="pole_of_inaccessibility" type="QString" name="anchorPoint"/>
          <Option value="0" type="int" name="blendMode"/>
          <Option type="Map" name="ddProperties">
            <Option value="" type="QString" name="name"/>
            <Option name="properties"/>
            <Option value="collection" type="QString" name="type"/>
          </Option>
          <Option value="false" type="bool" name="drawToAllParts"/>
          <Option value="0" type="QString" name="enabled"/>
          <Option value="point_on_exterior" type="QString" name="labelAnchorPoint"/>
          <Option value="&lt;symbol alpha=&quot;1&quot; force_rhr=&quot;0&quot; clip_to_extent=&quot;1&quot; type=&quot;line&quot; name=&quot;symbol&quot;>&lt;data_defined_properties>&lt;Option type=&quot;Map&quot;>&lt;Option value=&quot;&quot; type=&quot;QString&quot; name=&quot;name&quot;/>&lt;Option name=&quot;properties&quot;/>&lt;Option value=&quot;collection&quot; type=&quot;QString&quot; name=&quot;type&quot;/>&lt;/Option>&lt;/data_defined_properties>&lt;layer enabled=&quot;1&quot; pass=&quot;0&quot; class=&quot;SimpleLine&quot; locked=&quot;0&quot;>&lt;Option type=&quot;Map&quot;>&lt;Option value=&quot;0&quot; type=&quot;QString&quot; name=&quot;align_dash_pattern&quot;/>&lt;Option value=&quot;square&quot; type=&quot;QString&quot; name=&quot;capstyle&quot;/>&lt;Option value=&quot;5;2&quot; type=&quot;QString&quot; name=&quot;customdash&quot;/>&lt;Option value=&quot;3x:0,0,0,0,0,0&quot; type=&quot;QString&quot; name=&quot;customdash_map_unit_scale&quot;/>&lt;Option value=&quot;MM&quot; type=&quot;QString&quot; name=&quot;customdash_unit&quot;/>&lt;Option value=&quot;0&quot; type=&quot;QString&quot; name=&quot;dash_pattern_offset&quot;/>&lt;Option value=&quot;3x:0,0,0,0,0,0&quot; type=&quot;QString&quot; name=&quot;dash_pattern_offset_map_unit_scale&quot;/>&lt;Option value=&quot;MM&quot; type=&quot;QString&quot; name=&quot;dash_pattern_offset_unit&quot;/>&lt;Option value=&quot;0&quot; type=&quot;QString&quot; name=&quot;draw_inside_polygon&quot;/>&lt;Option value=&quot;bevel&quot; type=&quot;QString&quot; name=&quot;joinstyle&quot;/>&lt;Option value=&quot;60,60,60,255&quot; type=&quot;QString&quot; name=&quot;line_color&quot;/>&lt;Option value=&quot;solid&quot; type=&quot;QString&quot; name=&quot;line_style&quot;/>&lt;Option value=&quot;0.3&quot; type=&quot;QString&quot; name=&quot;line_width&quot;/>&lt;Option value=&quot;MM&quot; type=&quot;QString&quot; name=&quot;line_width_unit&quot;/>&lt;Option value=&quot;0&quot; type=&quot;QString&quot; name=&quot;offset&quot;/>&lt;Option value=&quot;3x:0,0,0,0,0,0&quot; type=&quot;QString&quot; name=&quot;offset_map_unit_scale&quot;/>&lt;Option value=&quot;MM&quot; type=&quot;QString&quot; name=&quot;offset_unit&quot;/>&lt;Option value=&quot;0&quot; type=&quot;QString&quot; name=&quot;ring_filter&quot;/>&lt;Option value=&quot;0&quot; type=&quot;QString&quot; name=&quot;trim_distance_end&quot;/>&lt;Option value=&quot;3x:0,0,0,0,0,0&quot; type=&quot;QString&quot; name=&quot;trim_distance_end_map_unit_scale&quot;/>&lt;Option value=&quot;MM&quot; type=&quot;QString&quot; name=&quot;trim_distance_end_unit&quot;/>&lt;Option value=&quot;0&quot; type=&quot;QString&quot; name=&quot;trim_distance_start&quot;/>&lt;Option value=&quot;3x:0,0,0,0,0,0&quot; type=&quot;QString&quot; name=&quot;trim_distance_start_map_unit_scale&quot;/>&lt;Option value=&quot;MM&quot; type=&quot;QString&quot; name=&quot;trim_distance_start_unit&quot;/>&lt;Option value=&quot;0&quot; type=&quot;QString&quot; name=&quot;tweak_dash_pattern_on_corners&quot;/>&lt;Option value=&quot;0&quot; type=&quot;QString&quot; name=&quot;use_custom_dash&quot;/>&lt;Option value=&quot;3x:0,0,0,0,0,0&quot; type=&quot;QString&quot; name=&quot;width_map_unit_scale&quot;/>&lt;/Option>&lt;prop v=&quot;0&quot; k=&quot;align_dash_pattern&quot;/>&lt;prop v=&quot;square&quot; k=&quot;capstyle&quot;/>&lt;prop v=&quot;5;2&quot; k=&quot;customdash&quot;/>&lt;prop v=&quot;3x:0,0,0,0,0,0&quot; k=&quot;customdash_map_unit_scale&quot;/>&lt;prop v=&quot;MM&quot; k=&quot;customdash_unit&quot;/>&lt;prop v=&quot;0&quot; k=&quot;dash_pattern_offset&quot;/>&lt;prop v=&quot;3x:0,0,0,0,0,0&quot; k=&quot;dash_pattern_offset_map_unit_scale&quot;/>&lt;prop v=&quot;MM&quot; k=&quot;dash_pattern_offset_unit&quot;/>&lt;prop v=&quot;0&quot; k=&quot;draw_inside_polygon&quot;/>&lt;prop v=&quot;bevel&quot; k=&quot;joinstyle&quot;/>&lt;prop v=&quot;60,60,60,255&quot; k=&quot;line_color&quot;/>&lt;prop v=&quot;solid&quot; k=&quot;line_style&quot;/>&lt;prop v=&quot;0.3&quot; k=&quot;line_width&quot;/>&lt;prop v=&quot;MM&quot; k=&quot;line_width_unit&quot;/>&lt;prop v=&quot;0&quot; k=&quot;offset&quot;/>&lt;prop v=&quot;3x:0,0,0,0,0,0&quot; k=&quot;offset_map_unit_scale&quot;/>&lt;prop v=&quot;MM&quot; k=&quot;offset_unit&quot;/>&lt;prop v=&quot;0&quot; k=&quot;ring_filter&quot;/>&lt;prop v=&quot;0&quot; k=&quot;trim_distance_end&quot;/>&lt;prop v=&quot;3x:0,0,0,0,0,0&quot; k=&quot;trim_distance_end_map_unit_scale&quot;/>&lt;prop v=&quot;MM&quot; k=&quot;trim_distance_end_unit&quot;/>&lt;prop v=&quot;0&quot; k=&quot;trim_distance_start&quot;/>&lt;prop v=&quot;3x:0,0,0,0,0,0&quot; k=&quot;trim_distance_start_map_unit_scale&quot;/>&lt;prop v=&quot;MM&quot; k=&quot;trim_distance_start_unit&quot;/>&lt;prop v=&quot;0&quot; k=&quot;tweak_dash_pattern_on_corners&quot;/>&lt;prop v=&quot;0&quot; k=&quot;use_custom_dash&quot;/>&lt;prop v=&quot;3x:0,0,0,0,0,0&quot; k=&quot;width_map_unit_scale&quot;/>&lt;data_defined_properties>&lt;Option type=&quot;Map&quot;>&lt;Option value=&quot;&quot; type=&quot;QString&quot; name=&quot;name&quot;/>&lt;Option name=&quot;properties&quot;/>&lt;Option value=&quot;collection&quot; type=&quot;QString&quot; name=&quot;type&quot;/>&lt;/Option>&lt;/data_defined_properties>&lt;/layer>&lt;/symbol>" type="QString" name="lineSymbol"/>
          <Option value="0" type="double" name="minLength"/>
          <Option value="3x:0,0,0,0,0,0" type="QString" name="minLengthMapUnitScale"/>
          <Option value="MM" type="QString" name="minLengthUnit"/>
          <Option value="0" type="double" name="offsetFromAnchor"/>
          <Option value="3x:0,0,0,0,0,0" type="QString" name="offsetFromAnchorMapUnitScale"/>
          <Option value="MM" type="QString" name="offsetFromAnchorUnit"/>
          <Option value="0" type="double" name="offsetFromLabel"/>
          <Option value="3x:0,0,0,0,0,0" type="QString" name="offsetFromLabelMapUnitScale"/>
          <Option value="MM" type="QString" name="offsetFromLabelUnit"/>
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
            <Option value="true" type="bool" name="IsMultiline"/>
            <Option value="false" type="bool" name="UseHtml"/>
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
  </fieldConfiguration>
  <aliases>
    <alias index="0" field="id" name=""/>
    <alias index="1" field="entity_id" name=""/>
    <alias index="2" field="document_id" name=""/>
    <alias index="3" field="start" name=""/>
    <alias index="4" field="end" name=""/>
    <alias index="5" field="text" name=""/>
    <alias index="6" field="kind" name=""/>
    <alias index="7" field="role" name=""/>
    <alias index="8" field="name" name=""/>
    <alias index="9" field="score" name=""/>
    <alias index="10" field="reason" name=""/>
    <alias index="11" field="feature" name=""/>
    <alias index="12" field="precision" name=""/>
    <alias index="13" field="radius_km" name=""/>
    <alias index="14" field="nth_at_point" name=""/>
  </aliases>
  <defaults>
    <default expression="" applyOnUpdate="0" field="id"/>
    <default expression="" applyOnUpdate="0" field="entity_id"/>
    <default expression="" applyOnUpdate="0" field="document_id"/>
    <default expression="" applyOnUpdate="0" field="start"/>
    <default expression="" applyOnUpdate="0" field="end"/>
    <default expression="" applyOnUpdate="0" field="text"/>
    <default expression="" applyOnUpdate="0" field="kind"/>
    <default expression="" applyOnUpdate="0" field="role"/>
    <default expression="" applyOnUpdate="0" field="name"/>
    <default expression="" applyOnUpdate="0" field="score"/>
    <default expression="" applyOnUpdate="0" field="reason"/>
    <default expression="" applyOnUpdate="0" field="feature"/>
    <default expression="" applyOnUpdate="0" field="precision"/>
    <default expression="" applyOnUpdate="0" field="radius_km"/>
    <default expression="" applyOnUpdate="0" field="nth_at_point"/>
  </defaults>
  <constraints>
    <constraint exp_strength="0" constraints="0" field="id" unique_strength="0" notnull_strength="0"/>
    <constraint exp_strength="0" constraints="0" field="entity_id" unique_strength="0" notnull_strength="0"/>
    <constraint exp_strength="0" constraints="0" field="document_id" unique_strength="0" notnull_strength="0"/>
    <constraint exp_strength="0" constraints="0" field="start" unique_strength="0" notnull_strength="0"/>
    <constraint exp_strength="0" constraints="0" field="end" unique_strength="0" notnull_strength="0"/>
    <constraint exp_strength="0" constraints="0" field="text" unique_strength="0" notnull_strength="0"/>
    <constraint exp_strength="0" constraints="0" field="kind" unique_strength="0" notnull_strength="0"/>
    <constraint exp_strength="0" constraints="0" field="role" unique_strength="0" notnull_strength="0"/>
    <constraint exp_strength="0" constraints="0" field="name" unique_strength="0" notnull_strength="0"/>
    <constraint exp_strength="0" constraints="0" field="score" unique_strength="0" notnull_strength="0"/>
    <constraint exp_strength="0" constraints="0" field="reason" unique_strength="0" notnull_strength="0"/>
    <constraint exp_strength="0" constraints="0" field="feature" unique_strength="0" notnull_strength="0"/>
    <constraint exp_strength="0" constraints="0" field="precision" unique_strength="0" notnull_strength="0"/>
    <constraint exp_strength="0" constraints="0" field="radius_km" unique_strength="0" notnull_strength="0"/>
    <constraint exp_strength="0" constraints="0" field="nth_at_point" unique_strength="0" notnull_strength="0"/>
  </constraints>
  <constraintExpressions>
    <constraint exp="" field="id" desc=""/>
    <constraint exp="" field="entity_id" desc=""/>
    <constraint exp="" field="document_id" desc=""/>
    <constraint exp="" field="start" desc=""/>
    <constraint exp="" field="end" desc=""/>
    <constraint exp="" field="text" desc=""/>
    <constraint exp="" field="kind" desc=""/>
    <constraint exp="" field="role" desc=""/>
    <constraint exp="" field="name" desc=""/>
    <constraint exp="" field="score" desc=""/>
    <constraint exp="" field="reason" desc=""/>
    <constraint exp="" field="feature" desc=""/>
    <constraint exp="" field="precision" desc=""/>
    <constraint exp="" field="radius_km" desc=""/>
    <constraint exp="" field="nth_at_point" desc=""/>
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
