package io.mirai.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Who may use a file or directory, in the words of its file system. */
public sealed interface Access {

    /** Whose it is. */
    UserPrincipal owner();

    /** Whether nobody but the owner may do anything with it; administrators may in any case. */
    boolean isOwnersAlone();

    /** Whether others may change what is in it. */
    boolean isForOthersToWrite();

    /** Of what is there now. */
    static Access of(Path file, LinkOption... links) throws IOException {
        PosixFileAttributeView posix = Files.getFileAttributeView(file, PosixFileAttributeView.class, links);
        if (posix != null && Machine.shows(Machine.Part.POSIX)) {
            PosixFileAttributes attributes = posix.readAttributes();
            return new Posix(attributes.owner(), attributes.permissions());
        }
        AclFileAttributeView acl = Files.getFileAttributeView(file, AclFileAttributeView.class, links);
        return acl == null ? new OwnerOnly(Files.getOwner(file, links)) : new Acl(acl.getOwner(), acl.getAcl());
    }

    /** Permissions of POSIX. */
    record Posix(UserPrincipal owner, Set<PosixFilePermission> permissions) implements Access {

        static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rwx------");

        private static final Set<PosixFilePermission> OTHERS_WRITE =
                EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

        @Override
        public boolean isOwnersAlone() {
            return OWNERS.containsAll(permissions);
        }

        @Override
        public boolean isForOthersToWrite() {
            return !Collections.disjoint(permissions, OTHERS_WRITE);
        }

        @Override
        public String toString() {
            return PosixFilePermissions.toString(permissions);
        }
    }

    /** An access control list, as Windows has it. */
    record Acl(UserPrincipal owner, List<AclEntry> entries) implements Access {

        /** Who may do anything, whatever a list says. */
        private static final Set<String> ADMINISTRATORS = Set.of("NT AUTHORITY\\SYSTEM", "BUILTIN\\Administrators");

        private static final Set<AclEntryPermission> WRITING = EnumSet.of(
                AclEntryPermission.WRITE_DATA,
                AclEntryPermission.APPEND_DATA,
                AclEntryPermission.DELETE,
                AclEntryPermission.DELETE_CHILD,
                AclEntryPermission.WRITE_ACL,
                AclEntryPermission.WRITE_OWNER);

        @Override
        public boolean isOwnersAlone() {
            return entries.stream().noneMatch(this::letsOthersIn);
        }

        @Override
        public boolean isForOthersToWrite() {
            return entries.stream()
                    .filter(this::letsOthersIn)
                    .anyMatch(entry -> !Collections.disjoint(entry.permissions(), WRITING));
        }

        private boolean letsOthersIn(AclEntry entry) {
            return entry.type() == AclEntryType.ALLOW
                    && !entry.permissions().isEmpty()
                    && !entry.principal().equals(owner)
                    && !ADMINISTRATORS.contains(entry.principal().getName());
        }

        @Override
        public String toString() {
            return "the access control list " + entries;
        }
    }

    /** Where a file system knows owners and nothing else. */
    record OwnerOnly(UserPrincipal owner) implements Access {

        @Override
        public boolean isOwnersAlone() {
            return true;
        }

        @Override
        public boolean isForOthersToWrite() {
            return false;
        }

        @Override
        public String toString() {
            return "no permissions";
        }
    }
}
