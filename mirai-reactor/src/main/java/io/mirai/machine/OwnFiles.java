package io.mirai.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryFlag;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Files and directories of this user, which nobody else may use. */
public final class OwnFiles {

    private static final Set<PosixFilePermission> READ_AND_WRITE = PosixFilePermissions.fromString("rw-------");

    private OwnFiles() {}

    /** Makes a directory of a fresh name that only this user may enter. */
    public static Path createTempDirectory(Path parent, String prefix) throws IOException {
        return create(attributes -> Files.createTempDirectory(parent, prefix, attributes), parent);
    }

    /** Makes a file of a fresh name that only this user may read. */
    public static Path createTempFile(Path parent, String prefix) throws IOException {
        Path made = Files.createTempFile(parent, prefix, null); // on POSIX nobody else may read it from the start
        keepOthersOut(made);
        return made;
    }

    /** Makes a directory that only this user may enter; its parent is there. */
    public static Path createDirectory(Path directory) throws IOException {
        Path parent = directory.toAbsolutePath().getParent();
        return create(attributes -> Files.createDirectory(directory, attributes), parent == null ? directory : parent);
    }

    private interface Creation {

        Path with(FileAttribute<?>... attributes) throws IOException;
    }

    private static Path create(Creation creation, Path parent) throws IOException {
        if (Machine.shows(Machine.Part.POSIX)
                && Files.getFileAttributeView(parent, PosixFileAttributeView.class) != null) {
            return creation.with(PosixFilePermissions.asFileAttribute(Access.Posix.OWNERS));
        }
        if (Files.getFileAttributeView(parent, AclFileAttributeView.class) == null) {
            return creation.with();
        }
        OwnersList list = new OwnersList(self(parent));
        try {
            return creation.with(list);
        } catch (UnsupportedOperationException e) { // Windows takes it, other file systems may want the directory first
            Path made = creation.with();
            Files.getFileAttributeView(made, AclFileAttributeView.class).setAcl(list.value());
            return made;
        }
    }

    /** Takes a file from all others. Without permissions of POSIX, its directory is what keeps them out. */
    public static void keepOthersOut(Path file) throws IOException {
        PosixFileAttributeView posix = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (posix != null && Machine.shows(Machine.Part.POSIX)) {
            posix.setPermissions(READ_AND_WRITE);
        }
    }

    /** Who owns what this process makes, on the file system of this directory. */
    public static UserPrincipal self(Path directory) throws IOException {
        Path process = Machine.proc("self"); // it is this user's, also where other files there belong to root
        if (process != null && directory.getFileSystem().equals(process.getFileSystem())) {
            return Files.getOwner(process);
        }
        // Not made in the directory: its owner could exchange it.
        boolean ordinary = directory.getFileSystem().equals(Path.of("").getFileSystem());
        Path made = ordinary
                ? Files.createTempFile("mirai-", null)
                : Files.createTempFile(directory.toAbsolutePath().getRoot(), "mirai-", null);
        try {
            return Files.getOwner(made, LinkOption.NOFOLLOW_LINKS);
        } finally {
            Files.delete(made);
        }
    }

    /** A list that lets its owner do everything, also with what is made in the directory. */
    private record OwnersList(UserPrincipal owner) implements FileAttribute<List<AclEntry>> {

        @Override
        public String name() {
            return "acl:acl";
        }

        @Override
        public List<AclEntry> value() {
            return List.of(AclEntry.newBuilder()
                    .setType(AclEntryType.ALLOW)
                    .setPrincipal(owner)
                    .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                    .setFlags(AclEntryFlag.FILE_INHERIT, AclEntryFlag.DIRECTORY_INHERIT)
                    .build());
        }
    }
}
