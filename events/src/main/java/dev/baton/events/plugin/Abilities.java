package dev.baton.events.plugin;

import dev.baton.events.contract.lsm.Capabilities;
import dev.baton.events.contract.lsm.Capability;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a plugin can do: what it implements. Source: storage call-outs contract, section 5.8. */
final class Abilities {

    private static final Map<String, List<Capability>> OF_METHOD =
            Map.ofEntries(
                    Map.entry("volumes", List.of(Capability.VOLUMES)),
                    Map.entry("createVolume", List.of(Capability.VOLUME_CREATE)),
                    Map.entry("resizeVolume", List.of(Capability.VOLUME_RESIZE)),
                    Map.entry("deleteVolume", List.of(Capability.VOLUME_DELETE)),
                    Map.entry("enableVolume", List.of(Capability.VOLUME_ENABLE)),
                    Map.entry("disableVolume", List.of(Capability.VOLUME_DISABLE)),
                    Map.entry("hasChildren", List.of(Capability.VOLUME_CHILD_DEPENDENCY)),
                    Map.entry("maskVolume", List.of(Capability.VOLUME_MASK)),
                    Map.entry("unmaskVolume", List.of(Capability.VOLUME_UNMASK)),
                    Map.entry("accessGroups", List.of(Capability.ACCESS_GROUPS)),
                    Map.entry("fileSystems", List.of(Capability.FS)),
                    Map.entry("createFileSystem", List.of(Capability.FS_CREATE)),
                    Map.entry("resizeFileSystem", List.of(Capability.FS_RESIZE)),
                    Map.entry("cloneFileSystem", List.of(Capability.FS_CLONE)),
                    Map.entry("deleteFileSystem", List.of(Capability.FS_DELETE)),
                    Map.entry("snapshots", List.of(Capability.FS_SNAPSHOTS)),
                    Map.entry("createSnapshot", List.of(Capability.FS_SNAPSHOT_CREATE)),
                    Map.entry("deleteSnapshot", List.of(Capability.FS_SNAPSHOT_DELETE)),
                    Map.entry("restoreSnapshot", List.of(Capability.FS_SNAPSHOT_RESTORE)),
                    Map.entry("exportAuths", List.of(Capability.EXPORT_AUTH)),
                    Map.entry("exports", List.of(Capability.EXPORTS)),
                    Map.entry("export", List.of(Capability.EXPORT_FS)),
                    Map.entry("unexport", List.of(Capability.EXPORT_REMOVE)));

    private Abilities() {}

    static Capabilities of(StoragePlugin plugin) {
        return Capabilities.of(
                Arrays.stream(StoragePlugin.class.getMethods())
                        .filter(method -> implemented(plugin.getClass(), method))
                        .flatMap(
                                method ->
                                        OF_METHOD
                                                .getOrDefault(method.getName(), List.of())
                                                .stream())
                        .collect(Collectors.toSet()));
    }

    private static boolean implemented(Class<?> type, Method method) {
        return Arrays.stream(type.getMethods())
                .filter(each -> each.getName().equals(method.getName()))
                .filter(each -> Arrays.equals(each.getParameterTypes(), method.getParameterTypes()))
                .anyMatch(each -> each.getDeclaringClass() != StoragePlugin.class);
    }
}
